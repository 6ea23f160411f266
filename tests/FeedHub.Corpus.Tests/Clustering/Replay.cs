namespace FeedHub.Clustering;

/// <summary>Entries through the clusterer, one after the other, and which story each came to.</summary>
internal sealed class Replay
{
    private static readonly TimeSpan TickEvery = TimeSpan.FromHours(1);

    private readonly StoryClusterer _clusterer = new(new ClusterOptions());
    private readonly Dictionary<string, string> _mergedInto = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _founded = new(StringComparer.Ordinal);
    private DateTimeOffset _tickAt = DateTimeOffset.MinValue;

    /// <summary>What the entries come to.</summary>
    /// <param name="entries">In the order in which they come.</param>
    /// <param name="ticks">Whether stories are closed as time passes.</param>
    public static ClusterScore Score(IReadOnlyList<LabelledEntry> entries, bool ticks)
    {
        var replay = new Replay();
        foreach (var entry in entries)
        {
            if (ticks)
            {
                replay.PassTo(entry.Text.At);
            }

            replay.See(entry.Text);
        }

        return ClusterScore.Of(
            [.. entries.Select(entry => entry.Label)],
            [.. entries.Select(entry => replay.StoryOf(entry.Text.Key))],
            [.. entries.Select(entry => entry.Text.Publication)]);
    }

    /// <summary>Time passes; once an hour the clusterer is told.</summary>
    public void PassTo(DateTimeOffset now)
    {
        if (now >= _tickAt)
        {
            _clusterer.Tick(now);
            _tickAt = now + TickEvery;
        }
    }

    /// <summary>An entry comes.</summary>
    public IReadOnlyList<StoryChange> See(ArticleText text)
    {
        var changes = _clusterer.See(text);
        foreach (var change in changes)
        {
            switch (change)
            {
                case StoryChange.Founded or StoryChange.Joined:
                    _founded[text.Key] = change.StoryId;
                    break;
                case StoryChange.Merged merged:
                    _mergedInto[merged.LostId] = merged.StoryId;
                    break;
            }
        }

        return changes;
    }

    /// <summary>The story of an entry as it is now.</summary>
    public string StoryOf(string key) => Resolve(_founded[key]);

    /// <summary>The story that an id stands for now.</summary>
    public string Resolve(string story)
    {
        while (_mergedInto.TryGetValue(story, out var kept))
        {
            story = kept;
        }

        return story;
    }
}
