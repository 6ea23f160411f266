using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Scheduling;

/// <summary>Names that do not resolve, seen by the whole program in virtual time.</summary>
public sealed class ResolverTroubleTests : IAsyncDisposable
{
    private static readonly Dictionary<string, string?> _hourly = new() { ["FeedHub:Polling:MaxInterval"] = "01:00:00" };

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 2, 8, 0, 0, TimeSpan.Zero));
    private Func<string, Task<IPAddress[]>> _resolve = _ => Task.FromResult<IPAddress[]>([IPAddress.Loopback]);
    private OriginServer? _origin;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_origin is not null)
        {
            await _origin.DisposeAsync();
        }
    }

    [Fact]
    public async Task F_1_A_name_that_no_longer_exists_is_told_and_backed_off_from_and_its_entries_and_validators_stay()
    {
        await using var hub = await StartAsync(count: 2);
        _resolve = host => host == "f0.example" ? throw new SocketException((int)SocketError.HostNotFound) : Task.FromResult<IPAddress[]>([IPAddress.Loopback]);
        await hub.RunUntilAsync(_clock.GetUtcNow().AddHours(5));

        var states = await hub.Store.ReadFeedsAsync(Cancellation);
        Assert.Equal(("dns-nxdomain", 1, "\"v1\""), (states[0].LastOutcome, states[0].EntryCount, states[0].Validators?.ETag));
        Assert.InRange(states[0].FailureCount, 2, 3); // after one, two and four hours
        Assert.Equal((null, 0), (states[1].LastError, states[1].FailureCount));
        Assert.Equal(2, (await hub.Store.ReadLatestAsync(10, Cancellation)).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task F_2_A_resolver_that_fails_or_stays_silent_for_one_name_holds_up_no_other_feed(bool isSilent)
    {
        await using var hub = await StartAsync(count: 2);
        var never = new TaskCompletionSource<IPAddress[]>();
        _resolve = host => host != "f0.example" ? Task.FromResult<IPAddress[]>([IPAddress.Loopback])
            : isSilent ? never.Task
            : throw new SocketException((int)SocketError.TryAgain);
        await hub.RunUntilAsync(_clock.GetUtcNow().AddHours(3));

        var states = await hub.Store.ReadFeedsAsync(Cancellation);
        Assert.Equal(("dns", 1), (states[0].LastOutcome, states[0].EntryCount));
        Assert.Null(states[1].LastError);
        Assert.InRange(states[1].VisitCount, 3, 4);
    }

    [Fact]
    public async Task F_3_While_no_name_at_all_resolves_nothing_is_held_against_any_feed_and_all_are_read_soon_after()
    {
        await using var hub = await StartAsync(count: 12);
        _resolve = _ => throw new SocketException((int)SocketError.TryAgain);
        await hub.RunUntilAsync(_clock.GetUtcNow().AddDays(2));

        var down = await hub.Store.ReadFeedsAsync(Cancellation);
        Assert.All(down, state => Assert.Equal("egress-suspect", state.LastOutcome));
        Assert.InRange(down.Sum(state => state.FailureCount), 0, 4); // before the fifth origin failed, nobody could know

        _resolve = _ => Task.FromResult<IPAddress[]>([IPAddress.Loopback]);
        var count = _origin!.Requests.Count;
        await hub.RunUntilAsync(_clock.GetUtcNow().AddMinutes(75)); // the floor of the last one that was tried, and the spread
        Assert.All(await hub.Store.ReadFeedsAsync(Cancellation), state => Assert.Equal((0, null, null), (state.FailureCount, state.FailingSince, state.LastError)));
        Assert.All(_origin.Requests.Skip(count), request => Assert.Equal("\"v1\"", request.Headers.IfNoneMatch.ToString()));
    }

    private async Task<SimulatedHub> StartAsync(int count)
    {
        _origin = await OriginServer.StartAsync(clock: _clock);
        for (var number = 0; number < count; number++)
        {
            var document = OriginDocument.Of(
                $"<rss version='2.0'><channel><title>Blog</title><item><guid>urn:example:{number}</guid><title>{number}</title></item></channel></rss>");
            _origin.Answer($"/{number}", context =>
            {
                context.Response.Headers.Connection = "close"; // each visit asks for the name again
                return (document with { ETag = "\"v1\"" }).AnswerAsync(context);
            });
        }

        var port = _origin.FeedUrl.Port;
        var hub = await SimulatedHub.StartAsync(
            _clock, Enumerable.Range(0, count).Select(number => new { id = $"f{number:00}", url = $"http://f{number}.example:{port}/{number}" }), _hourly,
            (host, _) => _resolve(host));
        await hub.VisitDueAsync(all: false);
        return hub;
    }
}
