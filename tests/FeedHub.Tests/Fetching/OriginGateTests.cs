using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Fetching;

public sealed class OriginGateTests
{
    private const string Origin = "https://feeds.example:443";

    private static readonly TimeSpan Gap = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider clock = new();

    [Fact]
    public void PP_15_An_origin_has_one_request_at_a_time()
    {
        var gate = new OriginGate(new GateOptions { OriginGap = TimeSpan.Zero }, clock);

        using (Assert.IsAssignableFrom<IDisposable>(gate.TryEnter(Origin)))
        {
            Assert.False(gate.IsFree(Origin));
            Assert.Null(gate.TryEnter(Origin));
            Assert.True(gate.IsFree("https://other.example:443"));
        }

        Assert.True(gate.IsFree(Origin));
    }

    [Fact]
    public void PP_15_The_gap_counts_from_the_end_of_a_request()
    {
        var gate = new OriginGate(new GateOptions { OriginGap = Gap }, clock);
        var lease = gate.TryEnter(Origin)!;
        clock.Advance(10 * Gap);
        lease.Dispose();

        clock.Advance(Gap - TimeSpan.FromMilliseconds(1));
        Assert.False(gate.IsFree(Origin));
        Assert.Null(gate.TryEnter(Origin));

        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(gate.IsFree(Origin));
        Assert.NotNull(gate.TryEnter(Origin));
    }

    [Fact]
    public async Task PP_15_Those_who_wait_enter_one_by_one_each_after_the_gap()
    {
        var gate = new OriginGate(new GateOptions { OriginGap = Gap }, clock);
        var first = gate.TryEnter(Origin)!;
        Task<IDisposable>[] waiting =
            [.. Enumerable.Range(0, 3).Select(_ => gate.EnterAsync(Origin, TestContext.Current.CancellationToken))];

        first.Dispose();
        while (waiting.Length > 0)
        {
            var left = clock.GetUtcNow();
            while (!waiting.Any(task => task.IsCompleted))
            {
                clock.Advance(TimeSpan.FromMilliseconds(100));
                await Task.Yield();
            }

            var entered = Assert.Single(waiting, task => task.IsCompleted);
            Assert.True(clock.GetUtcNow() - left >= Gap);
            waiting = [.. waiting.Except([entered])];
            (await entered).Dispose();
        }
    }

    [Fact]
    public void A_lease_that_was_left_ends_no_other_turn()
    {
        var gate = new OriginGate(new GateOptions { OriginGap = TimeSpan.Zero }, clock);
        var left = gate.TryEnter(Origin)!;
        gate.Leave(Origin);
        using var next = Assert.IsAssignableFrom<IDisposable>(gate.TryEnter(Origin));

        left.Dispose();

        Assert.False(gate.IsFree(Origin));
    }

    [Fact]
    public void PP_11_A_rest_is_kept_and_never_shortened()
    {
        var gate = new OriginGate(new GateOptions { OriginGap = TimeSpan.Zero }, clock);
        var until = clock.GetUtcNow() + TimeSpan.FromMinutes(10);
        gate.Block(Origin, until);
        gate.Block(Origin, until - TimeSpan.FromMinutes(5));

        Assert.Equal(until, gate.BlockedUntil(Origin));
        Assert.False(gate.IsFree(Origin));
        Assert.Null(gate.TryEnter(Origin));

        clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Null(gate.BlockedUntil(Origin));
        Assert.NotNull(gate.TryEnter(Origin));
    }

    [Theory]
    [InlineData("Origin", "http://feeds.example:80", "https://feeds.example:443", false)]
    [InlineData("Host", "http://feeds.example:80", "https://feeds.example:443", true)]
    [InlineData("Host", "https://a.feeds.example:443", "https://b.feeds.example:443", false)]
    [InlineData("Origin", "https://a.platform.example:443", "https://b.c.platform.example:8443", true)] // by the operator's word
    [InlineData("Origin", "https://a.platform.example:443", "https://notplatform.example:443", false)]
    public void PP_11_PP_15_What_counts_as_one_server_is_the_operators_to_say(string scope, string one, string other, bool isOne)
    {
        var gate = new OriginGate(new GateOptions { OriginGap = Gap, OriginScope = Enum.Parse<OriginScope>(scope), SharedDomains = ["Platform.example"] }, clock);
        using (gate.TryEnter(one)!)
        {
            Assert.Equal(!isOne, gate.IsFree(other));
        }

        Assert.Equal(!isOne, gate.IsFree(other)); // the gap
        clock.Advance(Gap);
        Assert.True(gate.IsFree(other));
        gate.Block(one, clock.GetUtcNow() + Gap);
        Assert.Equal(!isOne, gate.IsFree(other)); // the rest
    }

    [Fact]
    public void Idle_origins_are_forgotten()
    {
        var gate = new OriginGate(new GateOptions { OriginGap = Gap }, clock);
        gate.Block("https://rest.example:443", clock.GetUtcNow() + TimeSpan.FromDays(1));
        for (var origin = 0; origin < 10_000; origin++)
        {
            gate.TryEnter($"https://{origin}.example:443")!.Dispose();
            clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.InRange(gate.Count, 1, 1000);
        Assert.NotNull(gate.BlockedUntil("https://rest.example:443"));
    }
}
