using System.Text.Json;

namespace FeedHub.Reading.Json;

/// <summary>The members of JSON Feed 1.1 and 1.0 (jsonfeed.org).</summary>
internal static class JsonFeed
{
    public static bool IsFeed(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object
        && ((root.Text("version") is { } version && version.Contains("jsonfeed", StringComparison.OrdinalIgnoreCase))
            || (root.Text("feed_url") ?? root.Text("home_page_url")) is not null
            || (root.List("items") is not null
                && (root.Text("title") ?? root.Text("version")) is not null
                && LooksLikeItems(root)));

    public static ParsedFeed Build(JsonElement root, string encoding, DocumentContext context, Repairs repairs)
    {
        var baseAddress = Addresses.OfDocument(context);
        var draft = new Draft();
        draft.Title.Offer(Plain(root.Text("title")));
        draft.Summary.Offer(Plain(root.Text("description")));
        draft.Link.Offer(Add(draft, "alternate", root.Text("home_page_url"), baseAddress));
        draft.Id.Offer(Add(draft, "self", root.Text("feed_url"), baseAddress));
        Add(draft, "next", root.Text("next_url"), baseAddress);
        foreach (var hub in root.List("hubs") ?? [])
        {
            Add(draft, "hub", hub.Text("url"), baseAddress);
        }

        draft.Icon.Offer(Addresses.Resolve(root.Text("favicon"), baseAddress));
        draft.Logo.Offer(Addresses.Resolve(root.Text("icon"), baseAddress));
        draft.Language.Offer(root.Text("language"));
        draft.Language.Offer(context.Language, 1);
        ReadPeople(root, draft, baseAddress);

        var entries = new List<ParsedEntry>();
        foreach (var item in root.List("items") ?? [])
        {
            if (entries.Count == FeedReader.MaxEntryCount)
            {
                repairs.Add(Repairs.TooManyEntries);
                break;
            }

            if (item.ValueKind == JsonValueKind.Object)
            {
                entries.Add(ReadEntry(item, baseAddress));
            }
        }

        return draft.ToFeed(Format(root), encoding, entries) with
        {
            Repairs = repairs.ToList(),
            IsPartial = repairs.Contains(Repairs.TooManyEntries),
        };
    }

    private static bool LooksLikeItems(JsonElement root)
    {
        foreach (var item in root.List("items") ?? [])
        {
            return item.ValueKind == JsonValueKind.Object
                && (item.Text("content_html") ?? item.Text("content_text") ?? item.Text("url") ?? item.Text("date_published")) is not null;
        }

        return false;
    }

    private static FeedFormat Format(JsonElement root) => root.Text("version")?.TrimEnd('/') switch
    {
        { } version when version.EndsWith("/1.1", StringComparison.Ordinal) => FeedFormat.Json11,
        { } version when version.EndsWith("/1", StringComparison.Ordinal) || version.EndsWith("/1.0", StringComparison.Ordinal) => FeedFormat.Json10,
        _ => root.Text("language") is null && root.List("authors") is null && root.Member("author") is not null ? FeedFormat.Json10 : FeedFormat.Json11,
    };

    private static ParsedEntry ReadEntry(JsonElement item, Uri? baseAddress)
    {
        var draft = new Draft();
        draft.Id.Offer(item.Text("id") ?? item.RawText("id"));
        draft.Link.Offer(Add(draft, "alternate", item.Text("url"), baseAddress));
        draft.Link.Offer(Add(draft, "related", item.Text("external_url"), baseAddress), 1);
        draft.Title.Offer(Plain(item.Text("title")));
        draft.Summary.Offer(Plain(item.Text("summary")));
        draft.Content.Offer(item.Text("content_html") is { } html ? new ParsedText(html, true, baseAddress?.AbsoluteUri) : null);
        draft.Content.Offer(Plain(item.Text("content_text")), 1);
        draft.Image.Offer(Addresses.Resolve(item.Text("image"), baseAddress));
        draft.Image.Offer(Addresses.Resolve(item.Text("banner_image"), baseAddress), 1);
        draft.PublishedAt.Offer(Dates.DateReader.Read(item.Text("date_published")));
        draft.UpdatedAt.Offer(Dates.DateReader.Read(item.Text("date_modified")));
        draft.Language.Offer(item.Text("language"));
        ReadPeople(item, draft, baseAddress);
        foreach (var tag in item.List("tags") ?? [])
        {
            draft.Add(tag.AsText() is { } term ? new Category(term, null, null) : null);
        }

        foreach (var attachment in item.List("attachments") ?? [])
        {
            var url = Addresses.Resolve(attachment.Text("url"), baseAddress);
            draft.Add(url is null ? null : new Enclosure(url, attachment.Text("mime_type"), attachment.Size("size_in_bytes")));
        }

        return draft.ToEntry();
    }

    private static void ReadPeople(JsonElement element, Draft draft, Uri? baseAddress)
    {
        ReadPeople(element.Member("authors"), draft, 0, baseAddress);
        ReadPeople(element.Member("author"), draft, 1, baseAddress);
    }

    // A list in 1.1 and one person in 1.0; either is written for the other.
    private static void ReadPeople(JsonElement? people, Draft draft, int rank, Uri? baseAddress)
    {
        if (people is { ValueKind: JsonValueKind.Array } list)
        {
            foreach (var author in list.EnumerateArray())
            {
                draft.Authors.Offer(ReadPerson(author, baseAddress), rank);
            }
        }
        else if (people is { } single)
        {
            draft.Authors.Offer(ReadPerson(single, baseAddress), rank);
        }
    }

    private static Person? ReadPerson(JsonElement author, Uri? baseAddress)
    {
        var name = author.Text("name");
        var url = Addresses.Resolve(author.Text("url"), baseAddress);
        if (url?.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) == true && People.Parse(url)?.Email is { } mail)
        {
            return new Person(name, mail, null);
        }

        return name is null && url is null ? null : new Person(name, null, url);
    }

    private static string? Add(Draft draft, string rel, string? written, Uri? baseAddress)
    {
        var href = Addresses.Resolve(written, baseAddress);
        draft.Links.Offer(href is null ? null : new Link(rel, null, href, null, null, null));
        return href;
    }

    private static ParsedText? Plain(string? text) => text is null ? null : new ParsedText(text, false);
}
