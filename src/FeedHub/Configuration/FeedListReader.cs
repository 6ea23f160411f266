using System.Text;

namespace FeedHub.Configuration;

/// <summary>Reads <c>feeds.json</c>: the whole list, or all that is wrong with it.</summary>
internal static class FeedListReader
{
    /// <summary>More than any list by hand: some ten thousand feeds.</summary>
    public const int MaxBytes = 5 * 1024 * 1024;

    /// <summary>Reads UTF-8 JSON, with or without byte order mark, with comments and trailing commas.</summary>
    /// <param name="json">The content of the file.</param>
    /// <param name="cronMistake">Says in words what is wrong with a cron expression; null: nothing.</param>
    public static FeedListResult Read(ReadOnlyMemory<byte> json, Func<string, string?> cronMistake)
    {
        if (json.Length > MaxBytes)
        {
            return FeedListResult.File($"the list has more than {MaxBytes / 1024 / 1024} MB: split it, or check that this is the right file");
        }

        json = json.Span.StartsWith(Encoding.UTF8.Preamble) ? json[Encoding.UTF8.Preamble.Length..] : json;
        var positions = new TextPositions(json);
        var mistakes = new MistakeList(positions);
        var list = ListTree.Read(json.Span, positions, mistakes) is { } root ? ReadList(root, mistakes, cronMistake) : null;
        return list is not null && mistakes.Count == 0 ? new FeedListResult.Valid(list) : new FeedListResult.Invalid(mistakes.InOrder);
    }

    private static FeedList? ReadList(ListNode root, MistakeList mistakes, Func<string, string?> cronMistake)
    {
        if (ListObject.Open(root, ListMembers.List, mistakes) is not { } list)
        {
            return null;
        }

        list.Text("$schema", maxLength: 2048);
        var earlierMistakeCount = mistakes.Count;
        var channels = ReadChannels(list, mistakes, new FeedSourceReader(mistakes, cronMistake));

        // Where a feed could not be read, an override that speaks of it is not another mistake.
        var feeds = mistakes.Count == earlierMistakeCount ? channels.SelectMany(channel => channel.Feeds).ToList() : null;
        return new FeedList
        {
            Id = list.Parsed(list.Find("id"), ParseIri),
            Title = list.RequiredText("title"),
            Description = list.Text("description", maxLength: 1000, canBeEmpty: true) ?? "",
            Announcement = list.Find("announcement") is { } announcement ? ReadAnnouncement(announcement, mistakes) : null,
            Channels = channels,
            Resources = [.. list.Items("resources").Select(item => ReadResource(item, mistakes)).OfType<Resource>()],
            Overrides = list.Find("overrides") is { } overrides ? new OverridesReader(mistakes, feeds).Read(overrides) : Overrides.None,
        };
    }

    private static List<Channel> ReadChannels(ListObject list, MistakeList mistakes, FeedSourceReader feeds)
    {
        var channels = new List<Channel>();
        var slugs = new Dictionary<string, ListNode>(StringComparer.Ordinal);
        var feedCount = 0;
        var earlierMistakeCount = mistakes.Count;
        list.Require("channels");
        foreach (var node in list.Items("channels"))
        {
            if (ListObject.Open(node, ListMembers.Channel, mistakes) is not { } channel)
            {
                continue;
            }

            var name = channel.RequiredText("name");
            var given = channel.Find("slug");
            var slug = channel.Parsed<string>(given, FeedSourceReader.ParseName) ?? (name.Length > 0 ? Slug.FromName(name) : "");
            if (slug.Length > 0 && !slugs.TryAdd(slug, given ?? channel.Find("name")!))
            {
                mistakes.Add(given ?? channel.Find("name")!,
                    $"the slug `{slug}` belongs already to the channel on line {mistakes.LineOf(slugs[slug])}: give one of them another `slug`");
            }

            channel.Require("feeds");
            var items = channel.Items("feeds");
            feedCount += items.Count;
            channels.Add(new Channel(name, slug, [.. items.Select(item => feeds.Read(item, slug)).OfType<FeedSource>()]));
        }

        // Where the channels have mistakes of their own, those may be why no feed was found.
        if (feedCount == 0 && mistakes.Count == earlierMistakeCount)
        {
            mistakes.Add(list.Find("channels")!, "there is no feed: add the address of one to the `feeds` of a channel");
        }

        return channels;
    }

    private static Announcement? ReadAnnouncement(ListNode node, MistakeList mistakes) =>
        ListObject.Open(node, ListMembers.Announcement, mistakes) is { } announcement
            ? new Announcement(
                announcement.RequiredText("text", maxLength: 1000),
                announcement.Parsed<Uri>(announcement.Find("url"), WebAddress.ParseLink))
            : null;

    private static Resource? ReadResource(ListNode node, MistakeList mistakes)
    {
        if (ListObject.Open(node, ListMembers.Resource, mistakes) is not { } resource)
        {
            return null;
        }

        var (group, title) = (resource.RequiredText("group"), resource.RequiredText("title"));
        return resource.Parsed<Uri>(resource.Require("url"), WebAddress.ParseLink) is { } url ? new Resource(group, title, url) : null;
    }

    private static string? ParseIri(string text, out string? mistake)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var isIri = text.Length <= 2048 && colon > 0 && char.IsAsciiLetter(text[0]) && colon < text.Length - 1
            && text[..colon].All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '+' or '-' or '.')
            && !text.EnumerateRunes().Any(letter => Rune.IsWhiteSpace(letter) || !MistakeList.IsPlain(letter))
            && !text.AsSpan().ContainsAny("<>\"{}|\\^`");
        mistake = isIri ? null : "must be an absolute IRI that never changes, such as urn:uuid:5f0c9f6e-2f5b-4c0e-9b52-6f2f6f6f9d10";
        return isIri ? text : null;
    }
}
