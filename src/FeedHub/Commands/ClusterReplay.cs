using System.Globalization;
using FeedHub.Clustering;
using FeedHub.Deduplicating;
using FeedHub.Normalizing;

namespace FeedHub.Commands;

/// <summary>
/// The rows of a table as if they came in, by their timestamps, with an hourly tick. A row of an article that is there already, by its address or
/// by its title at another publication, is a copy and goes where the article is. Of each row only id, moment and story are held.
/// </summary>
internal sealed class ClusterReplay
{
    private static readonly TimeSpan TickEvery = TimeSpan.FromHours(1);

    private readonly TabbedFile _table;
    private readonly StoryClusterer _clusterer;
    private readonly int? _id;
    private readonly int? _timestamp;
    private readonly int? _publisher;
    private readonly int? _url;
    private readonly int? _title;
    private readonly int? _summary;

    private readonly string[] _ids;
    private readonly DateTimeOffset[] _times;
    private readonly int[] _storyOf; // by row
    private readonly List<int> _mergedInto = []; // by story; itself: it stands
    private readonly Dictionary<string, int> _live = new(StringComparer.Ordinal); // numbers of live stories
    private readonly Dictionary<string, int> _rowOfId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _rowOfLink = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _rowOfTitle = new(StringComparer.Ordinal);

    public ClusterReplay(TabbedFile table, ClusterOptions options)
    {
        _table = table;
        _clusterer = new StoryClusterer(options);
        (_id, _timestamp, _publisher) = (table.ColumnOf("id"), table.ColumnOf("timestamp"), table.ColumnOf("publisher"));
        (_url, _title, _summary) = (table.ColumnOf("url"), table.ColumnOf("title"), table.ColumnOf("summary"));
        (_ids, _times, _storyOf) = (new string[table.RowCount], new DateTimeOffset[table.RowCount], new int[table.RowCount]);
    }

    /// <summary>Replays all rows.</summary>
    public void Run(CancellationToken cancellationToken)
    {
        var order = InTime();
        var tickAt = DateTimeOffset.MinValue;
        foreach (var row in order)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_times[row] >= tickAt)
            {
                Apply(_clusterer.Tick(_times[row]), row);
                Forget(_times[row]);
                tickAt = _times[row] + TickEvery;
            }

            See(row);
        }
    }

    /// <summary>The id of each row and the number of its cluster, in the order of the table; clusters are numbered as they appear in it.</summary>
    public IEnumerable<(string Id, int Cluster)> Clusters()
    {
        var numbers = new Dictionary<int, int>();
        for (var row = 0; row < _ids.Length; row++)
        {
            var story = Resolve(_storyOf[row]);
            if (!numbers.TryGetValue(story, out var number))
            {
                numbers[story] = number = numbers.Count + 1;
            }

            yield return (_ids[row], number);
        }
    }

    /// <summary>The rows by their moments; a row without one has that of the row before it, and the first that of the first which has one.</summary>
    private int[] InTime()
    {
        DateTimeOffset? last = null;
        var undated = 0; // at the beginning
        for (var row = 0; row < _times.Length; row++)
        {
            var cells = _table.Cells(row);
            _ids[row] = Cell(cells, _id).Trim();
            last = MomentOf(Cell(cells, _timestamp)) ?? last;
            _times[row] = last ?? DateTimeOffset.UnixEpoch;
            undated += last is null ? 1 : 0;
        }

        if (undated < _times.Length)
        {
            _times.AsSpan(0, undated).Fill(_times[undated]);
        }

        int[] order = [.. Enumerable.Range(0, _times.Length)];
        order.Sort((one, other) => _times[one].CompareTo(_times[other]) is not 0 and var later ? later : one.CompareTo(other));
        return order;
    }

    private void See(int row)
    {
        var cells = _table.Cells(row);
        var (publisher, title, summary) = (PublisherIn(cells), Cell(cells, _title), Cell(cells, _summary));
        var link = CanonicalLink.From(Cell(cells, _url));
        var titleKey = ArticleAssigner.TitleKeyOf(title);
        if (Original(row, link, publisher, title, titleKey) is { } original)
        {
            _storyOf[row] = _storyOf[original];
            return;
        }

        // The row and not its id is the key: ids may repeat.
        var key = row.ToString(CultureInfo.InvariantCulture);
        Apply(_clusterer.See(new ArticleText(key, key, _times[row], publisher, title, summary.Length == 0 ? null : summary, null)), row);
        if (link is not null)
        {
            _rowOfLink.TryAdd(link, row);
        }

        if (titleKey is not null)
        {
            _rowOfTitle.TryAdd(titleKey, row);
        }

        if (_ids[row].Length > 0)
        {
            _rowOfId.TryAdd(_ids[row], row);
        }
    }

    /// <summary>The row that this one is a copy of; null: it is an article of its own.</summary>
    private int? Original(int row, string? link, string publisher, string title, string? titleKey)
    {
        if (_rowOfId.TryGetValue(_ids[row], out var same))
        {
            return same; // the same entry again
        }

        // Feeds exist in which every item leads to the same page: within one, the title must be the same too.
        if (link is not null && _rowOfLink.TryGetValue(link, out var linked)
            && _table.Cells(linked) is var other && (PublisherIn(other) != publisher || Cell(other, _title) == title))
        {
            return linked;
        }

        return titleKey is not null && _rowOfTitle.TryGetValue(titleKey, out var titled)
            && PublisherIn(_table.Cells(titled)) != publisher && _times[row] - _times[titled] <= ArticleAssigner.MaxEvidenceAge
                ? titled
                : null;
    }

    /// <summary>Titles tell of the same text for three days.</summary>
    private void Forget(DateTimeOffset now)
    {
        foreach (var (title, row) in _rowOfTitle)
        {
            if (now - _times[row] > ArticleAssigner.MaxEvidenceAge)
            {
                _rowOfTitle.Remove(title);
            }
        }
    }

    private void Apply(IReadOnlyList<StoryChange> changes, int row)
    {
        foreach (var change in changes)
        {
            switch (change)
            {
                case StoryChange.Founded:
                    _live[change.StoryId] = _storyOf[row] = _mergedInto.Count;
                    _mergedInto.Add(_mergedInto.Count);
                    break;
                case StoryChange.Joined:
                    _storyOf[row] = _live[change.StoryId];
                    break;
                case StoryChange.Merged merged:
                    _live.Remove(merged.LostId, out var lost);
                    _mergedInto[lost] = _live[change.StoryId];
                    break;
                case StoryChange.Closed:
                    _live.Remove(change.StoryId);
                    break;
            }
        }
    }

    private int Resolve(int story)
    {
        while (_mergedInto[story] != story)
        {
            story = _mergedInto[story];
        }

        return story;
    }

    private string PublisherIn(string[] cells) => Cell(cells, _publisher).Trim().ToLowerInvariant();

    private static string Cell(string[] cells, int? column) => column < cells.Length ? cells[column.Value] : "";

    private static DateTimeOffset? MomentOf(string text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) ? moment : null;
}
