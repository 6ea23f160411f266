using System.Threading.Channels;
using Queue = System.Threading.Channels.Channel;

namespace FeedHub.Pipelines;

/// <summary>Says that there may be something new to publish; many times before the next look are one.</summary>
internal sealed class PublishSignal
{
    private readonly Channel<bool> _channel =
        Queue.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Set() => _channel.Writer.TryWrite(true);

    public async Task WaitAsync(CancellationToken cancellationToken) => await _channel.Reader.ReadAsync(cancellationToken);
}
