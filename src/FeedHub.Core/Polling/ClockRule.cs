using System.Globalization;

namespace FeedHub.Polling;

/// <summary>Whether a clock can be right, by what the store remembers: a machine may start before its clock is set (F-28).</summary>
public static class ClockRule
{
    /// <summary>Clocks are set back by an hour or by a zone; nobody means a day.</summary>
    private static readonly TimeSpan _maxBehind = TimeSpan.FromDays(1);

    /// <summary>A service may rest for long, but rarely for a year.</summary>
    private static readonly TimeSpan _maxAhead = TimeSpan.FromDays(366);

    /// <summary>Why the clock is doubted, for the operator; null: it is not.</summary>
    /// <param name="now">What it says.</param>
    /// <param name="newest">The newest moment that the store remembers; null: none.</param>
    public static string? DoubtIn(DateTimeOffset now, DateTimeOffset? newest)
    {
        if (newest is not { } last || (now >= last - _maxBehind && now <= last + _maxAhead))
        {
            return null;
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"the clock says {now:u}, but FeedHub last worked at {last:u}: feeds are visited and served, but no old text is removed until the clock is set, or FeedHub restarted where it is right");
    }

    /// <summary>The newest moment that the states remember; null: none of them was ever visited.</summary>
    public static DateTimeOffset? Newest(IEnumerable<FeedState> states)
    {
        ArgumentNullException.ThrowIfNull(states);
        return states.Max(state => state.LastDocumentAt > state.LastRequestAt || state.LastRequestAt is null ? state.LastDocumentAt : state.LastRequestAt);
    }
}
