using System.Globalization;

namespace FeedHub.Polling;

/// <summary>What a feed is expected to publish from now on, and how long it is worth waiting for it.</summary>
internal sealed class Forecast
{
    /// <summary>What a request costs: as much as one entry that waits for so many hours. The balance between fresh entries and few requests.</summary>
    private const double Price = 1.0 / 16;

    private const double WindowShare = 0.7; // AP-2
    private const double PriorCount = 0.5; // entries in half a day: what is believed of a feed of which nothing is known
    private const double PriorHours = 12;
    private const double OffBeat = 0.1; // of a feed with a beat, the share that comes at other times
    private const double LongerRun = 1.5; // the next burst may be so much longer than the longest so far
    private const double FirstStep = 1.0 / 12;
    private const double StepShare = 1.0 / 16;
    private const int MaxStretchHours = 8;

    private readonly PostingRhythm _rhythm;
    private readonly DateTimeOffset _now;
    private readonly double[] _hourShares;
    private readonly double[] _dayShares;
    private readonly double _rate;
    private readonly double _age;
    private readonly double _again;
    private readonly double _hoursWithin;
    private readonly Func<double, double> _likelihood;

    public Forecast(PostingRhythm rhythm, DateTimeOffset now)
    {
        (_rhythm, _now) = (rhythm, now);
        _rate = (rhythm.EntryWeight + PriorCount) / (rhythm.WatchedHours + PriorHours);
        Week = new WeekProfile(rhythm.Week, rhythm.WeekUnit);
        (_hourShares, _dayShares) = (Week.HourShares(), Week.DayShares());
        var gaps = new Gaps(rhythm.GapCounts, rhythm.GapHours);
        (_again, _hoursWithin) = (gaps.AgainShare, gaps.HoursWithin);
        _age = rhythm.Newest.Count > 0 ? Math.Max(0, (now - rhythm.Newest[^1]).TotalHours) : 0;
        _likelihood = rhythm.Newest.Count > 0 ? gaps.Likelihood(_age, _rate) : _ => _rate;
    }

    /// <summary>The feed's hours.</summary>
    public WeekProfile Week { get; }

    /// <summary>No longer wait than this, or a burst that begins now may overflow the window; null: none so long was seen.</summary>
    public TimeSpan? BurstLimit => _rhythm.WindowCount > 0 && _rhythm.LongestRun * LongerRun >= _rhythm.WindowCount
        ? TimeSpan.FromHours(WindowShare * _rhythm.WindowCount * _hoursWithin)
        : null;

    /// <summary>
    /// The wait after which one more minute would cost the entries there more than it would save of the next visit: when the number of them
    /// has reached the root of twice the price times the rate that goes on. At a steady rate that makes intervals go with one over the root
    /// of the rate; after a burst and at the end of a busy hour it asks at once, before a busy hour it waits.
    /// </summary>
    /// <param name="floor">The shortest wait.</param>
    /// <param name="max">The longest wait.</param>
    /// <param name="onBeat">Most entries keep to a beat, which is watched apart: only the others count here.</param>
    /// <returns>The wait, and why, in words for the operator.</returns>
    public (TimeSpan Wait, string Reason) WorthWaiting(TimeSpan floor, TimeSpan max, bool onBeat)
    {
        var (elapsed, expected, silent, following) = (0.0, 0.0, 1.0, 0.0);
        var full = WindowShare * Math.Max(1, _rhythm.WindowCount);
        var hour = WeekProfile.HourOfWeek(_now) + _now.TimeOfDay.TotalHours - _now.Hour;
        var (shortest, longest) = (floor.TotalHours, max.TotalHours);
        while (elapsed < longest)
        {
            var step = Math.Min(Math.Max(FirstStep, elapsed * StepShare), longest - elapsed);
            var middle = elapsed + (step / 2);
            var lively = LivelinessOf((int)(hour + middle)) * (onBeat ? OffBeat : 1);

            // The next entry; once it has come, the next burst; and what follows each in its burst.
            var likelihood = _likelihood(_age + middle) * lively;
            var still = silent * Math.Exp(-likelihood * step / 2);
            var beginning = (still * likelihood) + ((1 - still) * _rate * (1 - _again) * lively);
            silent *= Math.Exp(-likelihood * step);
            var ending = Math.Exp(-step * (1 - _again) / _hoursWithin);
            var followingThen = (following * ending) + (beginning * _again / (1 - _again) * (1 - ending));
            var rate = beginning + ((following + followingThen) / 2);
            following = followingThen;

            var enough = Math.Min(Math.Sqrt(2 * Price * rate), full);
            if (expected + (rate * step) >= enough && elapsed + step > shortest)
            {
                step = Math.Max(shortest - elapsed, Math.Max(0, enough - expected) / rate);
                longest = elapsed + step;
            }

            expected += rate * step;
            elapsed += step;
        }

        return (TimeSpan.FromHours(elapsed), Words(expected));
    }

    /// <summary>How much livelier than the mean of the week an hour is, counted from Monday 00.</summary>
    private double LivelinessOf(int hour) =>
        _hourShares[hour % WeekProfile.HourCount] * WeekProfile.HourCount * _dayShares[hour / WeekProfile.HourCount % WeekProfile.DayCount];

    private string Words(double expected) =>
        string.Create(CultureInfo.InvariantCulture, $"{RateWords}{HoursWords}{BurstWords}: {expected:0.0#} expected by then");

    private string RateWords => (_rate * 24) switch
    {
        >= 1.5 and var daily => string.Create(CultureInfo.InvariantCulture, $"about {daily:0} entries a day"),
        >= 1.5 / 7 and var daily => string.Create(CultureInfo.InvariantCulture, $"about {daily * 7:0} entries a week"),
        >= 1.5 / 30 and var daily => string.Create(CultureInfo.InvariantCulture, $"about {daily * 30:0} entries a month"),
        _ => "hardly an entry a month",
    };

    private string BurstWords => _again > 0.5 && _age < 1 ? ", and more may follow the newest" : "";

    /// <summary>The shortest stretch of the day that holds more than half of the entries, where there is one.</summary>
    private string HoursWords
    {
        get
        {
            Span<double> stretches = stackalloc double[WeekProfile.HourCount];
            for (var length = 1; length <= MaxStretchHours; length++)
            {
                for (var start = 0; start < stretches.Length; start++)
                {
                    stretches[start] += _hourShares[(start + length - 1) % stretches.Length];
                }

                var first = 0;
                for (var start = 1; start < stretches.Length; start++)
                {
                    first = stretches[start] > stretches[first] ? start : first;
                }

                if (stretches[first] > 0.5)
                {
                    return string.Create(CultureInfo.InvariantCulture, $", most at {first:00}-{(first + length) % stretches.Length:00} UTC");
                }
            }

            return "";
        }
    }
}
