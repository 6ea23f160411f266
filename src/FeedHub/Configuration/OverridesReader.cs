using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace FeedHub.Configuration;

/// <summary>Reads what the operator decides against the machine.</summary>
/// <param name="mistakes">Where mistakes go.</param>
/// <param name="feeds">The feeds that it may speak of; null: they could not be read, so none is missed.</param>
internal sealed partial class OverridesReader(MistakeList mistakes, IReadOnlyCollection<FeedSource>? feeds)
{
    /// <summary>More than anybody decides by hand, of each kind.</summary>
    public const int MaxCount = 1_000;

    private static readonly string[] MomentFormats = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    private readonly Dictionary<string, FeedId> _feeds = Known(feeds ?? []);

    public Overrides Read(ListNode node) => ListObject.Open(node, ListMembers.Overrides, mistakes) is { } overrides
        ? new Overrides
        {
            Pin = Addresses(overrides, "pin"),
            Ban = Addresses(overrides, "ban"),
            Split = Addresses(overrides, "split"),
            Merge = [.. Items(overrides, "merge").Select(ReadMerge).OfType<(string, string)>()],
            Mute = [.. Items(overrides, "mute").Select(ReadMute).OfType<Mute>()],
            Boost = [.. Items(overrides, "boost").Select(ReadBoost).OfType<Boost>()],
        }
        : Overrides.None;

    private List<Uri> Addresses(ListObject overrides, string name)
    {
        var first = new Dictionary<string, ListNode>(StringComparer.Ordinal);
        var addresses = new List<Uri>();
        foreach (var item in Items(overrides, name))
        {
            if (overrides.Parsed<Uri>(item, WebAddress.ParseLink) is not { } address)
            {
                continue;
            }

            if (!first.TryAdd(address.AbsoluteUri, item))
            {
                mistakes.Add(item, $"this address stands already on line {mistakes.LineOf(first[address.AbsoluteUri])}: keep one");
                continue;
            }

            addresses.Add(address);
        }

        return addresses;
    }

    private (string One, string Other)? ReadMerge(ListNode node)
    {
        if (node is not { Kind: JsonTokenType.StartArray, Items: [var first, var second] })
        {
            var found = node.Kind == JsonTokenType.StartArray ? $"one of {node.Items.Count}" : node.Noun;
            mistakes.Add(node, $"must be an array of two story ids, [\"urn:uuid:...\", \"urn:uuid:...\"], not {found}");
            return null;
        }

        if (ReadStoryId(first) is not { } one || ReadStoryId(second) is not { } other)
        {
            return null;
        }

        if (one == other)
        {
            mistakes.Add(second, "is the same story as the one before it: write the id of another, or remove this pair");
            return null;
        }

        return (one, other);
    }

    private string? ReadStoryId(ListNode node)
    {
        if (node.Kind == JsonTokenType.String && StoryIdPattern.Match(node.Text) is { Success: true } match)
        {
            return $"urn:uuid:{match.Groups["uuid"].Value.ToLowerInvariant()}";
        }

        mistakes.Add(node, node.Kind == JsonTokenType.String
            ? "must be the id of a story, urn:uuid:..., as `feedhub top --json` and /top-stories show it, or the address of its page"
            : $"must be the id of a story in quotes, not {node.Noun}");
        return null;
    }

    private Mute? ReadMute(ListNode node)
    {
        if (ListObject.Open(node, ListMembers.Mute, mistakes) is not { } mute)
        {
            return null;
        }

        var until = ReadUntil(mute);
        return ReadFeed(mute) is { } feed ? new Mute(feed, until) : null;
    }

    private Boost? ReadBoost(ListNode node)
    {
        if (ListObject.Open(node, ListMembers.Boost, mistakes) is not { } boost)
        {
            return null;
        }

        var (factor, until) = (boost.Require("factor") is null ? null : boost.Number("factor", 0, 10), ReadUntil(boost));
        return ReadFeed(boost) is { } feed && factor is not null ? new Boost(feed, factor.Value, until) : null;
    }

    private FeedId? ReadFeed(ListObject item)
    {
        if (item.Require("feed") is not { } node || item.Text("feed", maxLength: 2048) is not { } text)
        {
            return null;
        }

        var key = text;
        if (text.Contains(':', StringComparison.Ordinal)) // no id has one
        {
            if (WebAddress.ParseFeed(text, out var mistake) is not { } url)
            {
                mistakes.Add(node, mistake!);
                return null;
            }

            key = AddressKey(url);
        }

        if (_feeds.TryGetValue(key, out var feed))
        {
            return feed;
        }

        if (feeds is not null)
        {
            mistakes.Add(node, "is no feed of this list: write the `url` or the `id` of one, as `feedhub status` shows them, or remove this");
        }

        return null;
    }

    /// <summary>A moment in UTC; null where none is given, or it is wrong.</summary>
    private DateTimeOffset? ReadUntil(ListObject item)
    {
        if (item.Text("until") is not { } text)
        {
            return null;
        }

        if (MomentPattern.IsMatch(text) && DateTimeOffset.TryParseExact(
            text.ToUpperInvariant(), MomentFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment))
        {
            return DateTimeOffset.FromUnixTimeMilliseconds(moment.ToUnixTimeMilliseconds());
        }

        mistakes.Add(item.Find("until")!,
            "must be a date or a moment with its offset, such as \"2026-03-01\", \"2026-03-01T08:00:00Z\" or \"2026-03-01T08:00:00+01:00\"");
        return null;
    }

    private IEnumerable<ListNode> Items(ListObject overrides, string name)
    {
        var items = overrides.Items(name);
        if (items.Count > MaxCount)
        {
            mistakes.Add(items[MaxCount], $"there are {items.Count} of these, but at most {MaxCount} may be: remove those that are over");
        }

        return items.Take(MaxCount);
    }

    private static Dictionary<string, FeedId> Known(IReadOnlyCollection<FeedSource> feeds)
    {
        var known = new Dictionary<string, FeedId>(StringComparer.Ordinal);
        foreach (var feed in feeds)
        {
            known.TryAdd(feed.Id.Value, feed.Id);
            known.TryAdd(AddressKey(feed.Url), feed.Id);
        }

        return known;
    }

    // A bare host could be an id too.
    private static string AddressKey(Uri url) => $"//{WebAddress.Key(url)}";

    [GeneratedRegex(
        @"^(urn:uuid:|((https?://[^\s/?#]+)?(/[^\s?#]*)?/stories/)?)(?<uuid>[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})(\.json)?\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex StoryIdPattern { get; }

    // What the formats take and RFC 3339 does not: a moment without offset.
    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,7})?([Zz]|[+-][0-9]{2}:[0-9]{2}))?\z", RegexOptions.NonBacktracking)]
    private static partial Regex MomentPattern { get; }
}
