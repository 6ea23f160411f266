namespace FeedHub.Polling;

/// <summary>
/// How soon an entry follows another. Gaps are sorted into classes, each twice as long as the one before: how many end there, and how many
/// hours they spent there, is how likely the next entry is at each age of the newest one. High at first and then low: bursts.
/// </summary>
internal sealed class Gaps(IReadOnlyList<double> counts, IReadOnlyList<double> hours)
{
    private const double First = 1.0 / 12; // hours; the last class is open, from a week on
    private const int ClassCount = 13;
    private const int LastShort = 2; // under 20 minutes: of one burst
    private const double Memory = 120; // gaps
    private const double Trust = 1; // gaps, before a class stands for itself

    private readonly double[] _counts = counts.Count == ClassCount ? [.. counts] : new double[ClassCount];
    private readonly double[] _hours = hours.Count == ClassCount ? [.. hours] : new double[ClassCount];

    public IReadOnlyList<double> Counts => [.. _counts.Select(count => Math.Round(count, 2))];

    public IReadOnlyList<double> Hours => [.. _hours.Select(hours => Math.Round(hours, 2))];

    /// <summary>How likely an entry is followed by another of its burst. Never so much that bursts have no end.</summary>
    public double AgainShare => Math.Min((_counts.Take(LastShort + 1).Sum() + 0.4) / (_counts.Sum() + 2), 0.95);

    /// <summary>The mean time between two entries of a burst, in hours.</summary>
    public double HoursWithin
    {
        get
        {
            var spent = Enumerable.Range(0, LastShort + 1).Sum(index => _counts[index] * (Low(index) + Low(index + 1)) / 2);
            return (spent + (3 * First)) / (_counts.Take(LastShort + 1).Sum() + 1);
        }
    }

    public static bool IsShort(double gap) => ClassOf(gap) <= LastShort;

    public void Add(double gap)
    {
        for (var index = 0; index < ClassCount; index++)
        {
            _counts[index] = (_counts[index] * (1 - (1 / Memory))) + (ClassOf(gap) == index ? 1 : 0);
            _hours[index] = (_hours[index] * (1 - (1 / Memory))) + HoursIn(index, gap);
        }
    }

    /// <summary>
    /// Entries per hour to expect at an age of the newest entry, while none has followed it. The gap under way counts as well: the longer
    /// a feed is silent beyond what it knows, the less is expected.
    /// </summary>
    /// <param name="age">Hours since the newest entry now.</param>
    /// <param name="rate">What a class with few gaps goes by.</param>
    public Func<double, double> Likelihood(double age, double rate)
    {
        var likelihood = new double[ClassCount];
        for (var index = 0; index < ClassCount; index++)
        {
            likelihood[index] = (_counts[index] + Trust) / (_hours[index] + HoursIn(index, age) + (Trust / rate));
        }

        return at => likelihood[ClassOf(at)];
    }

    private static double Low(int index) => index == 0 ? 0 : First * Math.Pow(2, index - 1);

    private static int ClassOf(double gap) => gap < First ? 0 : Math.Min(ClassCount - 1, 1 + (int)Math.Log2(gap / First));

    private static double HoursIn(int index, double gap) =>
        Math.Max(0, (index == ClassCount - 1 ? gap : Math.Min(gap, Low(index + 1))) - Low(index));
}
