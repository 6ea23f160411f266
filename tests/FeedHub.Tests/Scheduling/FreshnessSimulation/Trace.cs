namespace FeedHub.Scheduling.FreshnessSimulation;

internal enum FeedKind
{
    Daily,
    Bursty,
    Silent,
    Periodic,
}

/// <summary>One generated feed: when its entries appeared and what they say of it. Times are seconds since 1970.</summary>
/// <param name="Kind">How it was generated.</param>
/// <param name="WindowCount">How many entries its document holds.</param>
/// <param name="FirstVisitAt">The same for every timer.</param>
/// <param name="PublishedAt">When each entry appeared in the document, oldest first, the past included.</param>
/// <param name="Dates">What the entries say; null: nothing.</param>
internal sealed record Trace(FeedKind Kind, int WindowCount, long FirstVisitAt, long[] PublishedAt, DateTimeOffset?[] Dates);

/// <summary>
/// Invents 500 feeds: their habits over a month, and enough of their past to fill the first document. Nothing here knows how a timer works.
/// </summary>
internal static class TraceGenerator
{
    public const int Days = 30;
    public const long Minute = 60;
    public const long Hour = 3600;
    public const long Day = 86_400;

    /// <summary>Monday, 2 March 2026, 00:00 UTC.</summary>
    public const long Start = 1_772_409_600;

    public const long End = Start + (Days * Day);

    public static IReadOnlyList<Trace> Generate(ulong seed)
    {
        var draw = new Draw(seed);
        return
        [
            .. Enumerable.Range(0, 100).Select(_ => Dated(draw, FeedKind.Daily, draw.OneOf(10, 15, 20, 30), Daily(draw))),
            .. Enumerable.Range(0, 150).Select(_ => Dated(draw, FeedKind.Bursty, draw.OneOf(15, 20, 30, 50, 100), Bursty(draw))),
            .. Enumerable.Range(0, 200).Select(_ => Dated(draw, FeedKind.Silent, draw.OneOf(10, 15, 20), Silent(draw))),
            .. Enumerable.Range(0, 50).Select(_ => Dated(draw, FeedKind.Periodic, draw.OneOf(10, 20, 50), Periodic(draw))),
        ];
    }

    /// <summary>People who write on most days: 1 to 8 entries on a working day, in their hours, less on weekends.</summary>
    private static List<double> Daily(Draw draw)
    {
        var perDay = draw.Magnitude(1, 8);
        var (from, to) = (draw.Between(6, 10), draw.Between(16, 23));
        var weekend = draw.Between(0.1, 1);
        var (zone, turn) = (Zone(draw), Turn.Draw(draw));
        var peak = perDay / (to - from);
        return Poisson(draw, Start - (90 * Day), peak, at =>
            (HourOf(at, zone) is var hour && hour >= from && hour < to ? 1 : 0.02) * (IsWeekend(at, zone) ? weekend : 1) * turn.Share(at));
    }

    /// <summary>Bursts of related entries, more by day than by night, over a thin stream of others.</summary>
    private static List<double> Bursty(Draw draw)
    {
        var burstsPerDay = draw.Magnitude(0.3, 3);
        var meanSize = draw.Between(3, 15);
        var meanGap = draw.Between(2, 20) * Minute;
        var othersPerDay = draw.Magnitude(0.2, 2);
        var night = draw.Between(0.1, 0.8);
        var (zone, turn) = (Zone(draw), Turn.Draw(draw));
        double Share(double at) => (HourOf(at, zone) is >= 7 and < 22 ? 1 : night) * turn.Share(at);

        var times = Poisson(draw, Start - (60 * Day), othersPerDay / 24, Share);
        foreach (var start in Poisson(draw, Start - (60 * Day), burstsPerDay / 24, Share))
        {
            var at = start;
            do
            {
                times.Add(at);
                at += draw.Exponential(meanGap);
            }
            while (!draw.Chance(1 / meanSize));
        }

        return times;
    }

    /// <summary>Less than one entry a week; a few come in pairs.</summary>
    private static List<double> Silent(Draw draw)
    {
        var perWeek = draw.Magnitude(0.02, 0.9);
        var zone = Zone(draw);
        var times = Poisson(draw, Start - (1000 * Day), perWeek / 168 * 24 / 16, at => HourOf(at, zone) is >= 7 and < 23 ? 1 : 0);
        return [.. times.SelectMany(at => draw.Chance(0.1) ? (double[])[at, at + draw.Between(Minute, 2 * Hour)] : [at])];
    }

    /// <summary>Machines: hourly, every six hours, daily, on working days or weekly, a little late, rarely left out, rarely doubled.</summary>
    private static List<double> Periodic(Draw draw)
    {
        var kind = draw.Next();
        var period = kind < 0.1 ? Hour : kind < 0.3 ? 6 * Hour : kind < 0.85 ? Day : 7 * Day;
        var workdays = kind is >= 0.7 and < 0.85;
        var lateness = draw.OneOf(0, 20, 2 * Minute, 10 * Minute);
        var count = draw.OneOf(1, 1, 1, 3);
        var phase = Math.Floor(draw.Between(0, period) / (5 * Minute)) * 5 * Minute;
        var times = new List<double>();
        for (var at = Start - (60 * period) + phase; at < End; at += period)
        {
            if (!draw.Chance(0.04) && !(workdays && IsWeekend(at, 0)))
            {
                var late = draw.Exponential(lateness);
                times.AddRange(Enumerable.Range(0, count).Select(index => at + late + (index * 5)));
            }

            if (draw.Chance(0.02))
            {
                times.Add(at + draw.Between(0, period));
            }
        }

        return times;
    }

    private static Trace Dated(Draw draw, FeedKind kind, int windowCount, List<double> times)
    {
        long[] published = [.. times.Where(at => at < End).Select(at => (long)at).Order()];
        var honesty = draw.Next();
        var lag = draw.Chance(0.2) ? draw.Between(Minute, 30 * Minute) : 0; // dated when it was written, shown later
        var dates = published.Select(at =>
        {
            DateTimeOffset? date = DateTimeOffset.FromUnixTimeSeconds(at - (long)(lag * draw.Next()));
            return honesty < 0.10 ? null : honesty < 0.15 ? new DateTimeOffset(date.Value.Date, TimeSpan.Zero) : date;
        });
        return new Trace(kind, windowCount, Start + (long)draw.Between(0, Hour), published, [.. dates]);
    }

    /// <summary>A Poisson process by thinning: <paramref name="share"/> is the part of the peak rate (per hour) at a moment.</summary>
    private static List<double> Poisson(Draw draw, double from, double peakPerHour, Func<double, double> share)
    {
        var times = new List<double>();
        for (var at = from + draw.Exponential(Hour / peakPerHour); at < End; at += draw.Exponential(Hour / peakPerHour))
        {
            if (draw.Chance(share(at)))
            {
                times.Add(at);
            }
        }

        return times;
    }

    private static double Zone(Draw draw) => Math.Floor(draw.Between(-8, 10)) * Hour;

    private static double HourOf(double at, double zone) => (at + zone) % Day / Hour;

    // Day 0 of 1970 was a Thursday.
    private static bool IsWeekend(double at, double zone) => (Math.Floor((at + zone) / Day) + 4) % 7 is 0 or 6;

    /// <summary>One feed in ten changes its habits within the month: it falls silent, or awakes.</summary>
    private sealed record Turn(double At, double Before, double After)
    {
        public static Turn Draw(Draw draw)
        {
            var (at, kind) = (draw.Between(Start, End), draw.Next());
            return new Turn(at, kind < 0.05 ? 0.05 : 1, kind is >= 0.05 and < 0.1 ? 0.02 : 1);
        }

        public double Share(double at) => at < At ? Before : After;
    }
}
