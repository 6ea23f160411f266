using System.Text;
using System.Text.Json;
using FeedHub.Configuration;

namespace FeedHub.Editing;

/// <summary>
/// Edits the text of a list where it stands: what is not concerned keeps every byte, comments, order and layout included. Changes are
/// gathered, and seen by none of the later ones.
/// </summary>
internal sealed class ListEditor
{
    private readonly byte[] _file;
    private readonly byte[] _json;
    private readonly int _markLength; // of the byte order mark
    private readonly FeedList _list;
    private readonly ListNode _root;
    private readonly string _unit;
    private readonly Dictionary<FeedId, ListNode> _feeds = [];
    private readonly Dictionary<string, List<NewFeed>> _added = new(StringComparer.Ordinal);
    private readonly HashSet<ListNode> _removed = [];
    private readonly List<TextChange> _changes = [];

    /// <summary>An editor of a list that has been read.</summary>
    /// <param name="file">The content of the file.</param>
    /// <param name="list">What it says.</param>
    public ListEditor(byte[] file, FeedList list)
    {
        _file = file;
        _list = list;
        _markLength = file.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        _json = file[_markLength..];
        Positions = new TextPositions(_json);
        _root = ListTree.Read(_json, Positions, new MistakeList(Positions)) ?? throw new InvalidOperationException("Only a valid list is edited.");
        var first = _root.Members[0].Offset;
        _unit = JsonGaps.IsFirstInLine(_json, first) && JsonGaps.Indent(_json, first) is { Length: > 0 } indent ? indent : "  ";
        foreach (var (channel, node) in list.Channels.Zip(Member(_root, "channels").Items))
        {
            foreach (var (feed, item) in channel.Feeds.Zip(Member(node, "feeds").Items))
            {
                _feeds.Add(feed.Id, item);
            }
        }
    }

    /// <summary>Lines of the text before it is changed.</summary>
    public TextPositions Positions { get; }

    /// <summary>The line on which a feed stands.</summary>
    public int LineOf(FeedId feed) => Positions.LineOf(_feeds[feed].Offset);

    /// <summary>Adds a feed to the end of a channel; where there is none of that name, one is made at the end of the list.</summary>
    public void Add(string channelName, NewFeed feed)
    {
        if (!_added.TryGetValue(channelName, out var feeds))
        {
            _added[channelName] = feeds = [];
        }

        feeds.Add(feed);
    }

    /// <summary>Takes a feed out, and what the overrides say of it.</summary>
    public void Remove(FeedId feed)
    {
        _removed.Add(_feeds[feed]);
        _removed.UnionWith(OverridesOf(feed).Select(node => node.Parent!));
    }

    /// <summary>Gives a feed another address. Its id stays, so that its history goes on: it is written down where it no longer follows from the address.</summary>
    public void Replace(FeedId feed, Uri url)
    {
        var node = _feeds[feed];
        var address = JsonWords.Quote(url.AbsoluteUri);
        var needsId = FeedId.FromUrl(url) != feed;
        var id = $"\"id\": {JsonWords.Quote(feed.Value)}";
        if (node.Kind == JsonTokenType.String)
        {
            Write(node, needsId ? $$"""{ "url": {{address}}, {{id}} }""" : address);
        }
        else
        {
            var member = node.Members.First(candidate => candidate.Name == "url");
            Write(member.Value, address);
            if (needsId && node.Members.All(candidate => candidate.Name != "id"))
            {
                var isOwnLine = JsonGaps.IsFirstInLine(_json, member.Offset);
                var gap = isOwnLine ? JsonGaps.LineEnd(_json, member.Offset) + JsonGaps.Indent(_json, member.Offset) : " ";
                _changes.Add(new TextChange(member.Value.End, 0, $",{gap}{id}"));
            }
        }

        foreach (var named in OverridesOf(feed).Where(named => named.Text != feed.Value))
        {
            Write(named, JsonWords.Quote(feed.Value));
        }
    }

    /// <summary>The edited file, and how it differs from the one before.</summary>
    public EditedList Finish()
    {
        List<TextChange> changes =
        [
            .. _changes,
            .. _removed.GroupBy(node => node.Parent!).SelectMany(group => ArrayEdit.Remove(_json, group.Key, group.ToHashSet())),
            .. Additions(),
        ];
        changes = [.. changes.OrderBy(change => change.Offset).ThenBy(change => change.Length)]; // stable: a comma before what follows it
        var edited = Patch.Apply(_json, changes);
        return new EditedList([.. _file[.._markLength], .. edited], UnifiedDiff.Lines(_json, changes));
    }

    private IEnumerable<TextChange> Additions()
    {
        var slugs = _list.Channels.Select(channel => channel.Slug).ToHashSet(StringComparer.Ordinal);
        var channels = Member(_root, "channels");
        var made = new List<ItemText>();
        foreach (var (name, feeds) in _added)
        {
            if (_list.Channels.Select(channel => channel.Name).ToList().IndexOf(name) is var index and >= 0)
            {
                ItemText[] items = [.. feeds.Select(feed => (ItemText)((_, _) => feed.Text))];
                foreach (var change in ArrayEdit.Append(_json, Member(channels.Items[index], "feeds"), _unit, items))
                {
                    yield return change;
                }
            }
            else
            {
                var slug = FreeSlug.Of(name, slugs);
                made.Add((indent, lineEnd) => NewChannel.Text(name, slug, feeds, indent, _unit, lineEnd));
            }
        }

        foreach (var change in made.Count == 0 ? [] : ArrayEdit.Append(_json, channels, _unit, made))
        {
            yield return change;
        }
    }

    /// <summary>The values of <c>feed</c> in the overrides that speak of a feed, by its id or its address.</summary>
    private IEnumerable<ListNode> OverridesOf(FeedId feed)
    {
        var url = _list.Feeds.First(source => source.Id == feed).Url;
        return from overrides in _root.Members
               where overrides.Name == "overrides"
               from list in overrides.Value.Members
               where list.Name is "mute" or "boost"
               from item in list.Value.Items
               from member in item.Members
               where member.Name == "feed" && IsName(member.Value.Text, feed, url)
               select member.Value;
    }

    private static bool IsName(string text, FeedId feed, Uri url) => text.Contains(':', StringComparison.Ordinal)
        ? WebAddress.ParseFeed(text.Trim(), out _) is { } named && WebAddress.Key(named) == WebAddress.Key(url)
        : text.Trim() == feed.Value;

    private void Write(ListNode node, string text) => _changes.Add(new TextChange(node.Offset, node.End - node.Offset, text));

    private static ListNode Member(ListNode node, string name) => node.Members.First(member => member.Name == name).Value;
}
