namespace FeedHub.Polling;

/// <summary>How visits are spaced, from the settings.</summary>
/// <param name="Interval">First interval and floor of a feed, where the list says nothing else.</param>
/// <param name="MinInterval">No feed is visited more often, whatever the list or a command says.</param>
/// <param name="MaxInterval">A healthy feed is visited at least so often.</param>
/// <param name="UnvalidatedInterval">The floor of a feed that has never offered a validator (PP-7); null: no other than that of all.</param>
public sealed record PollSpacing(TimeSpan Interval, TimeSpan MinInterval, TimeSpan MaxInterval, TimeSpan? UnvalidatedInterval = null);
