using System.Net;
using System.Net.Sockets;

namespace FeedHub.Fetching;

public sealed class OriginStreamTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_waited_for_bytes_goes_on_in_the_thread_pool_with_what_came()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        var (here, there) = await ConnectAsync(listener);
        await using var stream = new OriginStream(here);
        using (there)
        {
            var buffer = new byte[10];
            var reading = GoOnAsync(stream.ReadAsync(buffer, Cancellation));
            await there.SendAsync("abc"u8.ToArray(), Cancellation);

            Assert.Equal((3, true), await reading);
            Assert.Equal("abc"u8.ToArray(), buffer[..3]);
        }
    }

    [Fact]
    public async Task What_waited_for_an_error_goes_on_in_the_thread_pool_with_it()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        var (here, there) = await ConnectAsync(listener);
        await using var stream = new OriginStream(here);
        var reading = GoOnAsync(stream.ReadAsync(new byte[10], Cancellation));
        there.Close(0); // a reset

        await Assert.ThrowsAsync<IOException>(() => reading);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_leaves_a_thread_goes_on_in_the_thread_pool(bool isFailure)
    {
        var isDone = new TaskCompletionSource(); // goes on where it is set
        var isInPool = new TaskCompletionSource<bool>();
        _ = WatchAsync(OriginStream.LeaveAsync(new ValueTask(isDone.Task)));
        var thread = new Thread(() =>
        {
            if (isFailure)
            {
                isDone.SetException(new SocketException((int)SocketError.ConnectionRefused));
            }
            else
            {
                isDone.SetResult();
            }
        });
        thread.Start();

        Assert.True(await isInPool.Task);

        async Task WatchAsync(ValueTask leaving)
        {
            try
            {
                await leaving.ConfigureAwait(false);
            }
            catch (SocketException) when (isFailure)
            {
                // As it was.
            }

            isInPool.SetResult(Thread.CurrentThread.IsThreadPoolThread);
        }
    }

    private static Task<(int Count, bool IsInPool)> GoOnAsync(ValueTask<int> reading) => Task.Run(async () =>
    {
        var count = await reading;
        return (count, Thread.CurrentThread.IsThreadPoolThread);
    });

    private static async Task<(Socket Here, Socket There)> ConnectAsync(TcpListener listener)
    {
        listener.Start();
        var here = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await here.ConnectAsync(listener.LocalEndpoint, Cancellation);
        return (here, await listener.AcceptSocketAsync(Cancellation));
    }
}
