using System.Globalization;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Scheduling;

/// <summary>What the operator says of one feed stands above all that FeedHub learns of it.</summary>
public sealed class OperatorOverrideTests : IAsyncDisposable
{
    private static readonly DateTimeOffset _start = new(2026, 11, 2, 8, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(_start);
    private OriginServer? _origin;

    public async ValueTask DisposeAsync()
    {
        if (_origin is not null)
        {
            await _origin.DisposeAsync();
        }
    }

    // The feed writes by the minute: without a word of the operator it is asked as often as the interval of all allows.
    [Theory]
    [InlineData(null, 1, 1.2)]
    [InlineData("10m", 1 / 6.0, 0.5)]
    [InlineData("6h", 6, 6.7)]
    [InlineData("2d", 48, 48.2)] // beyond the longest interval of all, which is a day
    [InlineData("1s", 1 / 12.0, 0.5)] // but never below the minimum of all
    public async Task AP_6_The_interval_of_a_feed_is_its_floor_whatever_its_rhythm(string? every, double leastHours, double mostHours)
    {
        await using var hub = await StartAsync(TimeSpan.FromMinutes(1), every is null ? Feed() : Feed(every: every));

        await hub.RunUntilAsync(_start.AddHours(Math.Max(12, 3 * mostHours)));

        var gaps = Gaps();
        Assert.True(gaps.Count >= 2);
        Assert.All(gaps, gap => Assert.InRange(gap, TimeSpan.FromHours(leastHours), TimeSpan.FromHours(mostHours)));
    }

    [Fact]
    public async Task AP_6_The_interval_of_a_feed_stays_adaptive_above_its_floor()
    {
        await using var hub = await StartAsync(TimeSpan.FromDays(3), Feed(every: "10m"));

        await hub.RunUntilAsync(_start.AddDays(4));

        Assert.True(Gaps().Max() > TimeSpan.FromHours(1), $"{Gaps().Max()}");
    }

    // One feed writes by the minute and one hardly ever: both are asked at six and at no other time.
    [Theory]
    [InlineData(1)]
    [InlineData(60 * 24 * 20)]
    public async Task AP_6_A_cron_expression_turns_the_rhythm_off(double minutes)
    {
        await using var hub = await StartAsync(TimeSpan.FromMinutes(minutes), Feed(cron: "0 0 6 * * ?"));

        await hub.RunUntilAsync(_start.AddDays(10));

        var visits = _origin!.Requests.Skip(1).Select(request => request.At).ToList();
        Assert.InRange(visits.Count, 9, 10);
        Assert.All(visits, visit => Assert.InRange(visit.TimeOfDay, TimeSpan.FromHours(6), TimeSpan.FromHours(6) + TimeSpan.FromMinutes(1)));
        Assert.Contains("cron", (await hub.StateAsync()).DueReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AP_6_A_feed_that_is_paused_is_not_asked_whatever_its_rhythm()
    {
        await using var hub = await StartAsync(TimeSpan.FromMinutes(1), Feed());
        await hub.ReloadAsync(new { url = _origin!.UrlOf("/feed").AbsoluteUri, paused = true });
        _clock.Advance(TimeSpan.FromDays(1));
        await hub.VisitDueAsync(all: true);

        Assert.Single(_origin.Requests);
    }

    private Func<Uri, object> Feed(string? every = null, string? cron = null) => url =>
        every is not null ? new { url = url.AbsoluteUri, every }
        : cron is not null ? new { url = url.AbsoluteUri, cron }
        : new { url = url.AbsoluteUri };

    private List<TimeSpan> Gaps() => [.. _origin!.Requests.Zip(_origin.Requests.Skip(1), (one, next) => next.At - one.At)];

    private async Task<SimulatedHub> StartAsync(TimeSpan gap, Func<Uri, object> feed)
    {
        _origin = await OriginServer.StartAsync(clock: _clock);
        _origin.Answer("/feed", context =>
        {
            // Thirty entries, the newest of them no older than the gap.
            var document = new StringBuilder("<rss version='2.0'><channel><title>Blog</title>");
            var newest = (long)((_clock.GetUtcNow() - DateTimeOffset.UnixEpoch) / gap);
            for (var number = newest; number > newest - 30; number--)
            {
                document.Append(
                    CultureInfo.InvariantCulture,
                    $"<item><guid isPermaLink='false'>{number}</guid><title>{number}</title><pubDate>{DateTimeOffset.UnixEpoch + (number * gap):r}</pubDate></item>");
            }

            return OriginDocument.Of(document.Append("</channel></rss>").ToString()).AnswerAsync(context);
        });
        var hub = await SimulatedHub.StartAsync(_clock, [feed(_origin.UrlOf("/feed"))]);
        await hub.VisitDueAsync(all: false);
        return hub;
    }
}
