using System.Globalization;

namespace FeedHub.Clustering;

/// <summary>What a replay has shown so far: times, and which story each entry came to.</summary>
/// <param name="count">Entries to come.</param>
internal sealed class StreamRun(int count)
{
    private readonly double[] _seconds = new double[count];
    private readonly int[] _labels = new int[count];
    private readonly int[] _publications = new int[count];
    private readonly int[] _stories = new int[count];
    private readonly List<int> _mergedInto = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private int _done;

    public void Add(StreamedEntry entry, IReadOnlyList<StoryChange> changes, double seconds)
    {
        (_seconds[_done], _labels[_done], _publications[_done]) = (seconds, entry.Story, entry.Publication);
        foreach (var change in changes)
        {
            switch (change)
            {
                case StoryChange.Founded:
                    _numbers[change.StoryId] = _stories[_done] = _mergedInto.Count;
                    _mergedInto.Add(_mergedInto.Count);
                    break;
                case StoryChange.Joined:
                    _stories[_done] = _numbers[change.StoryId];
                    break;
                case StoryChange.Merged merged:
                    _mergedInto[_numbers[merged.LostId]] = _numbers[change.StoryId];
                    break;
            }
        }

        _done++;
    }

    /// <summary>The time for entries of a stretch, together.</summary>
    public double Seconds(int from, int to) => _seconds.AsSpan(from..to).ToArray().Sum();

    /// <summary>The time within which so many of the entries were done.</summary>
    public double Percentile(double share)
    {
        var sorted = _seconds.AsSpan(0, _done).ToArray();
        Array.Sort(sorted);
        return sorted[(int)(share * (_done - 1))];
    }

    /// <summary>The score of all so far.</summary>
    public ClusterScore Score() => ClusterScore.Of(
        [.. _labels.Take(_done).Select(Text)],
        [.. _stories.Take(_done).Select(Resolve).Select(Text)],
        [.. _publications.Take(_done).Select(Text)]);

    /// <summary>The entries of the five largest stories, as they were found and as they are.</summary>
    public (IReadOnlyList<int> Found, IReadOnlyList<int> True) Largest()
    {
        return (Five(_stories.Take(_done).Select(Resolve)), Five(_labels.Take(_done)));

        static IReadOnlyList<int> Five(IEnumerable<int> stories) => [.. stories.CountBy(story => story).Select(story => story.Value).OrderDescending().Take(5)];
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private int Resolve(int story)
    {
        while (_mergedInto[story] != story)
        {
            story = _mergedInto[story];
        }

        return story;
    }
}
