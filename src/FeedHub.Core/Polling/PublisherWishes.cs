using System.Globalization;

namespace FeedHub.Polling;

/// <summary>What publishers say about when to ask again, in headers and in documents: always floors, never reasons to ask sooner (PP-9).</summary>
internal static class PublisherWishes
{
    /// <summary>What a feed says of its freshness is believed up to here: longer is mostly a mistake (PP-10).</summary>
    private static readonly TimeSpan MaxFreshness = TimeSpan.FromHours(24);

    /// <summary>The visit, put off for as long as the publisher wishes.</summary>
    /// <param name="visit">When it would be without any wish.</param>
    /// <param name="profile">What the document says; null: it was never read.</param>
    /// <param name="outcome">What the last answer says; null: there was none.</param>
    /// <param name="visitedAt">The moment of the last request.</param>
    public static NextVisit Heed(NextVisit visit, FeedProfile? profile, FetchOutcome? outcome, DateTimeOffset visitedAt)
    {
        if (outcome?.Freshness is { } freshness && freshness.Lifetime > freshness.Age)
        {
            var left = AtMost(freshness.Lifetime - freshness.Age);
            visit = visit.NotBefore(visitedAt + left, string.Create(
                CultureInfo.InvariantCulture,
                $"{freshness.Field} is {freshness.Lifetime.TotalSeconds:0} s, {freshness.Age.TotalSeconds:0} s old already{Capped(left)}"));
        }

        if (profile?.TimeToLive is { } timeToLive)
        {
            var left = AtMost(timeToLive);
            visit = visit.NotBefore(visitedAt + left, $"the feed asks to be kept {NextVisit.Words(timeToLive)} (ttl or sy:updatePeriod){Capped(left)}");
        }

        if (outcome?.RetryAt is { } retryAt)
        {
            visit = visit.NotBefore(retryAt, "the origin asked for rest until then (Retry-After)");
        }

        return profile is null ? visit : PastSkipped(visit, profile);
    }

    // Hours and days in which nobody is to call. Who leaves none open for a week has made a mistake (BAD-56).
    private static NextVisit PastSkipped(NextVisit visit, FeedProfile profile)
    {
        if (profile.SkipHours.Count == 0 && profile.SkipDays.Count == 0)
        {
            return visit;
        }

        var due = visit.DueAt.ToUniversalTime();
        var hour = new DateTimeOffset(due.Year, due.Month, due.Day, due.Hour, 0, 0, TimeSpan.Zero);
        for (var ahead = 0; ahead <= 7 * 24; ahead++)
        {
            var at = hour.AddHours(ahead);
            if (!profile.SkipHours.Contains(at.Hour) && !profile.SkipDays.Contains(at.DayOfWeek))
            {
                return visit.NotBefore(at, "the feed asks not to be visited before (skipHours, skipDays)");
            }
        }

        return visit;
    }

    private static TimeSpan AtMost(TimeSpan wish) => wish > MaxFreshness ? MaxFreshness : wish;

    private static string Capped(TimeSpan left) => left == MaxFreshness ? ", of which a day is believed" : "";
}
