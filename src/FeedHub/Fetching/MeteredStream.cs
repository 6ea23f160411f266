namespace FeedHub.Fetching;

/// <summary>A body as it comes, counted: it ends the visit when it grows too large, pauses too long, or stops too early.</summary>
/// <param name="body">The bytes of the connection.</param>
/// <param name="announcedBytes">The Content-Length; null: not announced.</param>
/// <param name="maxBytes">The cap.</param>
/// <param name="idle">Cancels the reading; armed anew for every read.</param>
/// <param name="idleTimeout">The longest pause between two bytes.</param>
/// <param name="trace">Learns every byte.</param>
internal sealed class MeteredStream(
    Stream body, long? announcedBytes, long maxBytes, CancellationTokenSource idle, TimeSpan idleTimeout, VisitTrace trace) : Stream
{
    private long count;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        idle.CancelAfter(idleTimeout);
        var read = await body.ReadAsync(buffer, cancellationToken);
        idle.CancelAfter(Timeout.InfiniteTimeSpan);

        count += read;
        trace.Received(read);
        if (count > maxBytes)
        {
            throw new FetchException(FetchFailure.TooLarge);
        }

        if (read == 0 && announcedBytes is { } announced && announced != count && buffer.Length > 0)
        {
            throw new FetchException(FetchFailure.Truncated);
        }

        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }
}
