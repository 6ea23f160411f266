using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Scheduling;

/// <summary>
/// What a publisher sees of FeedHub in a month, in the terms in which readers are judged in public: with restarts, kills, reloads, touched
/// documents, redirects and rests that are asked for (RULES, 1.4).
/// </summary>
public sealed class ScoreCardTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 2, 8, 0, 0, TimeSpan.Zero);

    /// <summary>The whole month, or one day of each trouble.</summary>
    private static int[] Phases => Environment.GetEnvironmentVariable("FEEDHUB_TEST_LONG") == "1" ? [.. Enumerable.Range(0, 30)] : [0, 3, 7, 8, 9];

    [Fact]
    public async Task PP_1_to_PP_16_A_month_of_visits_passes_the_score_card()
    {
        var clock = new FakeTimeProvider(Start);
        await using var origin = await OriginServer.StartAsync(clock: clock);
        var script = new Script(clock);
        origin.Answer("/feed", script.AnswerAsync);
        origin.Answer("/moved", script.AnswerAsync);
        var feed = new { url = origin.UrlOf("/feed").AbsoluteUri };
        await using var hub = await SimulatedHub.StartAsync(clock, [feed]);

        foreach (var (day, phase) in Phases.Index())
        {
            script.Phase = phase;
            await hub.RunUntilAsync(Start.AddDays(day).AddHours(7));
            await hub.RestartAsync();
            await hub.RunUntilAsync(Start.AddDays(day).AddHours(13));
            await hub.KillAsync();
            await hub.VisitDueAsync(all: true);
            await hub.ReloadAsync(feed, new { url = origin.UrlOf("/feed").AbsoluteUri + "?other", paused = true });
            await hub.VisitDueAsync(all: false);
            await hub.ReloadAsync(feed);
            await hub.RunUntilAsync(Start.AddDays(day + 1));
        }

        var card = new ScoreCard(origin.Requests, script.Sent, script.Rests);
        TestContext.Current.TestOutputHelper?.WriteLine(card.ToString());
        Assert.True(origin.Requests.Count > 4 * Phases.Length && script.Rests.Count >= 2, $"{origin.Requests.Count} requests: {card}");
        Assert.Equal(
            "1 unconditional for each of 2 addresses, 0 strange validators, 0 cookies, 0 referrers, 0 queries, 0 gaps under 5 minutes, 0 requests in a rest",
            card.ToString());
    }

    /// <summary>The origin's month: each day another behavior.</summary>
    private sealed class Script(FakeTimeProvider clock)
    {
        private readonly HashSet<(string Path, string? ETag, string? LastModified)> _sent = [];
        private readonly List<(DateTimeOffset From, DateTimeOffset Until)> _rests = [];

        public int Phase { get; set; }

        /// <summary>Every pair of validators that an address was ever served with.</summary>
        public IReadOnlySet<(string Path, string? ETag, string? LastModified)> Sent => _sent;

        /// <summary>The rests that were asked for.</summary>
        public IReadOnlyList<(DateTimeOffset From, DateTimeOffset Until)> Rests => _rests;

        public async Task AnswerAsync(HttpContext context)
        {
            var path = context.Request.Path.Value!;
            switch (Phase % 10)
            {
                case 3 or 4 or 5 when path == "/feed":
                    await Answers.Redirect("/moved", StatusCodes.Status301MovedPermanently)(context);
                    return;
                case 7 when path == "/feed":
                    await Answers.Redirect("/moved")(context);
                    return;
                case 8 when context.Request.Path.HasValue && IsFirstToday(hours: 5, context, 429, "7200"):
                case 9 when IsFirstToday(hours: 9, context, 503, clock.GetUtcNow().AddHours(3).ToString("r", CultureInfo.InvariantCulture)):
                    return;
            }

            // A new entry twice a day; the file is touched each night, and on some days its tag changes while nothing else does.
            var now = clock.GetUtcNow();
            var edition = (int)((now - Start).TotalHours / 12);
            var document = OriginDocument.Of(Document(edition)) with
            {
                ETag = $"W/\"{edition}-{(Phase % 3 == 2 ? now.Day : 0)}\"",
                LastModified = Start.AddDays((int)(now - Start).TotalDays).ToString("r", CultureInfo.InvariantCulture),
            };
            _sent.Add((path, document.ETag, document.LastModified));
            context.Response.Headers.CacheControl = Phase % 4 == 1 ? "max-age=5400" : default;
            await document.AnswerAsync(context);
        }

        private bool IsFirstToday(int hours, HttpContext context, int status, string retryAfter)
        {
            var now = clock.GetUtcNow();
            if ((now - Start).TotalHours % 24 < hours || _rests.Exists(rest => rest.From.Date == now.Date))
            {
                return false;
            }

            var until = int.TryParse(retryAfter, CultureInfo.InvariantCulture, out var seconds)
                ? now.AddSeconds(seconds)
                : DateTimeOffset.Parse(retryAfter, CultureInfo.InvariantCulture);
            _rests.Add((now, until));
            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = retryAfter;
            return true;
        }

        private static string Document(int edition) => $"""
            <feed xmlns="http://www.w3.org/2005/Atom"><id>urn:example:f</id><title>Blog</title><updated>2026-11-02T08:00:00Z</updated>
            {string.Concat(Enumerable.Range(Math.Max(0, edition - 9), Math.Min(edition, 9) + 1).Select(number => $"<entry><id>urn:example:{number}</id><title>Entry {number}</title><updated>{Start.AddHours(12 * number):yyyy-MM-ddTHH:mm:ssZ}</updated></entry>"))}
            </feed>
            """;
    }

    /// <summary>The requests, judged.</summary>
    private sealed class ScoreCard(
        IReadOnlyList<OriginRequest> requests,
        IReadOnlySet<(string Path, string? ETag, string? LastModified)> sent,
        IReadOnlyList<(DateTimeOffset From, DateTimeOffset Until)> rests)
    {
        public override string ToString()
        {
            var documents = requests.Where(request => request.Status is 200 or 304).ToList();
            var addresses = documents.GroupBy(request => request.Path).ToList();
            var unconditional = string.Join(", ", addresses.Select(address => address.Count(IsUnconditional)).Distinct());
            var strange = requests.Count(request => !IsUnconditional(request) && !sent.Contains((request.Path, request.Headers.IfNoneMatch, request.Headers.IfModifiedSince)));
            var stale = addresses.Sum(address => address.Zip(address.Skip(1)).Count(pair => IsBehind(pair.First, pair.Second)));
            var gaps = requests.GroupBy(request => request.Path).Sum(address =>
                address.Zip(address.Skip(1)).Count(pair => pair.Second.At - pair.First.At < TimeSpan.FromMinutes(5)));
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{unconditional} unconditional for each of {addresses.Count} addresses, {strange + stale} strange validators, "
                + $"{requests.Count(request => request.Headers.Cookie.Count > 0)} cookies, {requests.Count(request => request.Headers.Referer.Count > 0)} referrers, "
                + $"{requests.Count(request => request.Path.Contains('?', StringComparison.Ordinal))} queries, {gaps} gaps under 5 minutes, "
                + $"{requests.Count(request => rests.Any(rest => request.At > rest.From && request.At < rest.Until))} requests in a rest");
        }

        private static bool IsUnconditional(OriginRequest request) =>
            request.Headers.IfNoneMatch.Count == 0 && request.Headers.IfModifiedSince.Count == 0;

        /// <summary>The validators of a later request are older than those of an earlier one.</summary>
        private static bool IsBehind(OriginRequest earlier, OriginRequest later) =>
            DateTimeOffset.TryParse(earlier.Headers.IfModifiedSince, CultureInfo.InvariantCulture, out var before)
            && DateTimeOffset.TryParse(later.Headers.IfModifiedSince, CultureInfo.InvariantCulture, out var after)
            && after < before;
    }
}
