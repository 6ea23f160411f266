namespace FeedHub.Polling;

/// <summary>
/// At which hours of the week a feed publishes: hours of the day times days of the week, both in UTC and leaning towards uniform until
/// some 20 entries are seen (AP-1). The two learn in days what 168 hours apart from each other would take months to learn.
/// </summary>
internal sealed class WeekProfile
{
    public const int HourCount = 24;
    public const int DayCount = 7;

    private const double HourTrust = 20;
    private const double DayTrust = 20;
    private const double QuietTrust = 8;
    private const double QuietShare = 0.15;
    private const double FirstUnit = 16;

    private readonly double[] _counts;

    public WeekProfile(string week, double unit)
    {
        var bytes = new byte[HourCount + DayCount];
        var isKnown = unit > 0 && Convert.TryFromBase64String(week, bytes, out var length) && length == bytes.Length;
        _counts = new double[bytes.Length];
        for (var index = 0; isKnown && index < bytes.Length; index++)
        {
            _counts[index] = bytes[index];
        }

        Unit = isKnown ? unit : FirstUnit;
    }

    /// <summary>What an entry of now adds.</summary>
    public double Unit { get; private set; }

    /// <summary>As it is stored, after <see cref="Unit"/> was made to fit.</summary>
    public string Week => Convert.ToBase64String([.. _counts.Select(count => (byte)Math.Round(count))]);

    /// <summary>How many entries of now all that it holds is worth.</summary>
    private double Total
    {
        get
        {
            var sum = 0.0;
            for (var day = HourCount; day < _counts.Length; day++)
            {
                sum += _counts[day];
            }

            return sum / Unit;
        }
    }

    public void Add(DateTimeOffset moment, double weight)
    {
        _counts[HourOf(moment)] += Unit * weight;
        _counts[HourCount + DayOf(moment)] += Unit * weight;
    }

    /// <summary>Lets all that was added before fade, and keeps the numbers within a byte.</summary>
    public void Fade(double share)
    {
        Unit /= Math.Max(share, 1e-9); // by then all is forgotten
        var excess = Math.Max(_counts.Max(), Unit) / byte.MaxValue;
        if (excess > 1)
        {
            for (var index = 0; index < _counts.Length; index++)
            {
                _counts[index] /= 2 * excess;
            }

            Unit /= 2 * excess;
        }
    }

    /// <summary>The share of a day's entries that comes in each of its hours.</summary>
    public double[] HourShares()
    {
        var total = Total;
        var shares = new double[HourCount];
        for (var hour = 0; hour < HourCount; hour++)
        {
            // An hour borrows from its neighbors: entries do not keep to the clock.
            var count = ((_counts[hour] * 2) + _counts[(hour + 1) % HourCount] + _counts[(hour + HourCount - 1) % HourCount]) / 4 / Unit;
            shares[hour] = (count + (HourTrust / HourCount)) / (total + HourTrust);
        }

        return shares;
    }

    /// <summary>How much livelier than the mean of the week each of its days is, Monday first.</summary>
    public double[] DayShares()
    {
        var total = Total;
        var shares = new double[DayCount];
        for (var day = 0; day < DayCount; day++)
        {
            shares[day] = ((_counts[HourCount + day] / Unit) + (DayTrust / DayCount)) / (total + DayTrust) * DayCount;
        }

        return shares;
    }

    /// <summary>Whether hardly an entry ever came on that day of the week, though enough came on others.</summary>
    public bool IsQuiet(DateTimeOffset moment) =>
        Total >= QuietTrust && _counts[HourCount + DayOf(moment)] / Unit < Total / DayCount * QuietShare;

    public static int HourOfWeek(DateTimeOffset moment) => (DayOf(moment) * HourCount) + HourOf(moment);

    private static int HourOf(DateTimeOffset moment) => moment.UtcDateTime.Hour;

    private static int DayOf(DateTimeOffset moment) => ((int)moment.UtcDateTime.DayOfWeek + 6) % DayCount;
}
