using System.Net;
using System.Net.Sockets;

namespace FeedHub.Fetching;

public sealed class OriginStreamTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_waits_for_bytes_gets_them_and_then_the_error()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var here = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await here.ConnectAsync(listener.LocalEndpoint, Cancellation);
        await using var stream = new OriginStream(here);
        using var there = await listener.AcceptSocketAsync(Cancellation);
        var buffer = new byte[10];

        var reading = stream.ReadAsync(buffer, Cancellation);
        await there.SendAsync("abc"u8.ToArray(), Cancellation);
        Assert.Equal(3, await reading);
        Assert.Equal("abc"u8.ToArray(), buffer[..3]);

        var failing = stream.ReadAsync(buffer, Cancellation).AsTask();
        there.Close(0); // a reset
        await Assert.ThrowsAsync<IOException>(() => failing);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_leaves_a_thread_goes_on_in_the_thread_pool(bool isFailure)
    {
        Assert.True(await GoesOnInPoolAsync(isFailure, done => OriginStream.LeaveAsync(new ValueTask(done)).AsTask()));
        Assert.True(await GoesOnInPoolAsync(isFailure, done => OriginStream.LeaveAsync(new ValueTask<int>(done)).AsTask()));
    }

    /// <summary>What is waited for ends in a thread of its own, which goes on with whoever does not leave it.</summary>
    private static async Task<bool> GoesOnInPoolAsync(bool isFailure, Func<Task<int>, Task> leave)
    {
        var done = new TaskCompletionSource<int>();
        var isInPool = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = leave(done.Task).ContinueWith(
            left => isInPool.SetResult(left.IsFaulted == isFailure && Thread.CurrentThread.IsThreadPoolThread),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        new Thread(() =>
        {
            if (isFailure)
            {
                done.SetException(new SocketException((int)SocketError.ConnectionRefused));
            }
            else
            {
                done.SetResult(3);
            }
        }).Start();
        return await isInPool.Task;
    }
}
