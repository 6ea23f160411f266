using FeedHub.Reading.Atom;
using FeedHub.Reading.Dates;
using FeedHub.Reading.Markup;
using FeedHub.Reading.Modules;

namespace FeedHub.Reading.Rss;

/// <summary>The elements of RSS of every version and of CDF, in a channel or an item alike.</summary>
internal static class RssElements
{
    private const int MaxLineLength = 2000;

    public static void Read(ElementReader reader, Draft draft, bool isEntry)
    {
        switch (reader.Name)
        {
            case "title":
                draft.Title.Offer(ReadValue(reader));
                break;
            case "link":
                ReadLink(reader, draft);
                break;
            case "description" or "abstract":
                draft.Summary.Offer(ReadValue(reader));
                break;
            case "summary" or "subtitle" or "tagline":
                draft.Summary.Offer(ReadText(reader), 4);
                break;
            case "content" or "fullitem" or "encoded":
                draft.Content.Offer(ReadText(reader), 2);
                break;
            case "a" when reader.Attribute("href") is not null:
                draft.Link.Offer(Addresses.Resolve(reader.Attribute("href"), reader.Base), 4); // CDF
                break;
            case "guid":
                ReadGuid(reader, draft);
                break;
            case "id":
                draft.Id.Offer(reader.ReadString(), 1);
                break;
            case "author" or "managingeditor":
                draft.Authors.Offer(AtomElements.ReadPerson(reader), 2);
                break;
            case "webmaster":
                draft.Publisher.Offer(reader.ReadString(), 1);
                break;
            case "contributor":
                draft.Contributors.Offer(AtomElements.ReadPerson(reader));
                break;
            case "category":
                ReadCategory(reader, draft);
                break;
            case "categories":
                ReadCategories(reader, draft);
                break;
            case "keywords":
                Keywords.Read(reader, draft);
                break;
            case "pubdate" or "published" or "issued":
                draft.PublishedAt.Offer(DateReader.Read(reader.ReadSpan()));
                break;
            case "lastbuilddate" or "updated" or "modified":
                draft.UpdatedAt.Offer(DateReader.Read(reader.ReadSpan()));
                break;
            case "date":
                draft.UpdatedAt.Offer(DateReader.Read(reader.ReadSpan()), 2);
                break;
            case "created":
                draft.CreatedAt.Offer(DateReader.Read(reader.ReadSpan()));
                break;
            case "expirationdate":
                draft.ExpiresAt.Offer(DateReader.Read(reader.ReadSpan()));
                break;
            case "comments":
                ReadComments(reader, draft);
                break;
            case "enclosure":
                ReadEnclosure(reader, draft);
                break;
            case "source":
                ReadSource(reader, draft);
                break;
            case "image":
                ReadImage(reader, draft, isEntry);
                break;
            case "icon":
                draft.Icon.Offer(ReadAddress(reader));
                break;
            case "logo":
                draft.Logo.Offer(Addresses.Resolve(reader.Attribute("href"), reader.Base) ?? ReadAddress(reader));
                break;
            case "language":
                draft.Language.Offer(reader.ReadString());
                break;
            case "copyright" or "rights":
                draft.Rights.Offer(RightsLine.Of(ReadText(reader)));
                break;
            case "generator":
                draft.Generator.Offer(reader.ReadString());
                break;
            case "skiphours" when !isEntry:
                ReadSkippedHours(reader, draft);
                break;
            case "skipdays" when !isEntry:
                ReadSkippedDays(reader, draft);
                break;
            case "ttl":
                draft.TimeToLive.Offer(Numbers.Count(reader.ReadSpan()) is > 0 and var minutes ? TimeSpan.FromMinutes(minutes) : null);
                break;
        }
    }

    /// <summary>A text that is markup where it looks so.</summary>
    public static ParsedText? ReadText(ElementReader reader) =>
        reader.ReadMarkup(false, out var hasElements, out var contentBase) is not { } value ? null
            : hasElements || HtmlLooks.IsHtml(value) ? new(value, true, contentBase?.AbsoluteUri)
            : new(value, false);

    // The first draft of CDF has texts in attributes.
    private static ParsedText? ReadValue(ElementReader reader)
    {
        var value = reader.Attribute("value");
        return ReadText(reader) ?? (value is null ? null : new(value, HtmlLooks.IsHtml(value), reader.Base?.AbsoluteUri));
    }

    /// <summary>An address as the text of an element, resolved.</summary>
    public static string? ReadAddress(ElementReader reader)
    {
        var baseAddress = reader.Base;
        return Addresses.Resolve(reader.ReadString(), baseAddress);
    }

    private static void ReadLink(ElementReader reader, Draft draft)
    {
        if (reader.Attribute("href") is not null || reader.Attribute("rel") is not null)
        {
            AtomLinks.Read(reader, draft);
        }
        else if ((Addresses.Resolve(reader.QualifiedAttribute("resource"), reader.Base) ?? ReadAddress(reader)) is { } link) // as RDF writes it
        {
            draft.Link.Offer(link, 1);
            draft.Links.Offer(new Link("alternate", null, link, null, null, null));
        }
    }

    private static void ReadGuid(ElementReader reader, Draft draft)
    {
        var isPermalink = reader.Attribute("isPermaLink")?.ToLowerInvariant() is not ("false" or "no" or "0");
        var guid = reader.ReadString();
        draft.Id.Offer(guid);
        if (isPermalink && guid is not null && Addresses.IsHttp(guid))
        {
            draft.Link.Offer(guid, 4);
        }
    }

    // The address of a page; some put the number of comments there, or a word.
    private static void ReadComments(ElementReader reader, Draft draft)
    {
        var baseAddress = reader.Base;
        var written = reader.ReadString();
        if (Numbers.Count(written) is { } count)
        {
            draft.CommentsCount.Offer(count, 2);
        }
        else if (written is not null && (Addresses.IsHttp(written) || !written.Any(char.IsWhiteSpace)))
        {
            draft.CommentsUrl.Offer(Addresses.Resolve(written, baseAddress));
        }
    }

    private static void ReadCategory(ElementReader reader, Draft draft)
    {
        var scheme = reader.Attribute("domain") ?? reader.Attribute("scheme");
        var label = reader.Attribute("label");
        var term = reader.Attribute("term") ?? reader.Attribute("text") ?? reader.ReadString();
        draft.Add(term is null ? null : new Category(term, scheme, label));
    }

    // No version of RSS gathers them in an element; publishers do.
    private static void ReadCategories(ElementReader reader, Draft draft)
    {
        var depth = reader.Depth;
        while (reader.ReadChild(depth))
        {
            if (reader.Name == "category")
            {
                ReadCategory(reader, draft);
            }
        }
    }

    private static void ReadEnclosure(ElementReader reader, Draft draft)
    {
        var written = reader.Attribute("url") ?? reader.Attribute("href") ?? reader.Attribute("uri");
        if (Addresses.Resolve(written, reader.Base) is { } url)
        {
            var type = reader.Attribute("type");
            draft.Add(new Enclosure(url, type, Numbers.Size(reader.Attribute("length"))));
            draft.Image.Offer(MediaTypes.IsImage(type) ? url : null, 4);
        }
    }

    private static void ReadSource(ElementReader reader, Draft draft)
    {
        var url = Addresses.Resolve(reader.Attribute("url"), reader.Base);
        var title = ReadText(reader);
        draft.Source.Offer(url is null && title is null ? null : new ParsedSource { Title = title, Link = url });
    }

    private static void ReadSkippedHours(ElementReader reader, Draft draft)
    {
        var depth = reader.Depth;
        while (reader.ReadChild(depth))
        {
            if (reader.Name == "hour" && Numbers.Count(reader.ReadSpan()) is <= 24 and var hour)
            {
                draft.SkippedHours |= 1u << (hour % 24); // Netscape counted to 24
            }
        }
    }

    private static void ReadSkippedDays(ElementReader reader, Draft draft)
    {
        var depth = reader.Depth;
        while (reader.ReadChild(depth))
        {
            if (reader.Name == "day" && reader.ReadSpan() is [>= 'A', ..] name && Enum.TryParse<DayOfWeek>(name, ignoreCase: true, out var day))
            {
                draft.SkippedDays |= 1u << (int)day;
            }
        }
    }

    private static void ReadImage(ElementReader reader, Draft draft, bool isEntry)
    {
        var depth = reader.Depth;
        var address = Addresses.Resolve(reader.Attribute("href") ?? reader.Attribute("url") ?? reader.QualifiedAttribute("resource"), reader.Base);
        var text = default(string);
        while (reader.Read() && !(reader.Kind == NodeKind.End && reader.Depth == depth))
        {
            if (reader.Kind == NodeKind.Text && reader.Depth == depth)
            {
                text = text is { Length: > MaxLineLength } ? text : string.Concat(text, reader.Text());
            }
            else if (reader.Kind == NodeKind.Start && reader.Depth == depth + 1 && reader.Name == "url")
            {
                address = ReadAddress(reader) ?? address;
            }
        }

        address ??= text?.Trim() is { } written && Addresses.IsHttp(written) ? written : null;
        draft.Image.Offer(reader.IsTruncated ? null : address, isEntry ? 2 : 0);
    }
}
