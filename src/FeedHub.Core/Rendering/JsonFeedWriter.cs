using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FeedHub.Rendering;

/// <summary>Publications as JSON Feed 1.1, with what it has no member for in <c>_feedhub</c>.</summary>
public static class JsonFeedWriter
{
    // Only what JSON itself asks for is escaped: the document is data, and no browser takes it for markup.
    private static readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document at <c>StemUrl.json</c>: UTF-8 without byte order mark, equal bytes for equal publications.</summary>
    public static byte[] Write(Publication publication)
    {
        ArgumentNullException.ThrowIfNull(publication);
        return RenderBuffer.BytesOf((IBufferWriter<byte> bytes) =>
        {
            using var json = new Utf8JsonWriter(bytes, _options);
            json.WriteStartObject();
            json.WriteString("version", "https://jsonfeed.org/version/1.1");
            json.WriteString("title", Safe.Text(publication.Title));
            json.WriteString("home_page_url", publication.HomeUrl.AbsoluteUri);
            json.WriteString("feed_url", publication.StemUrl.AbsoluteUri + ".json");
            WriteText(json, "description", publication.Description);
            json.WriteStartArray("authors");
            json.WriteStartObject();
            WriteText(json, "name", publication.Title);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteStartObject("_feedhub");
            json.WriteString("about", publication.AboutUrl.AbsoluteUri);
            WriteText(json, "id", publication.Id);
            json.WriteEndObject();
            json.WriteStartArray("items");
            foreach (var item in publication.Items)
            {
                WriteItem(json, item, publication);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static void WriteItem(Utf8JsonWriter json, PublishedItem item, Publication publication)
    {
        json.WriteStartObject();
        WriteText(json, "id", item.Id);
        WriteAddress(json, "url", item.Link);
        WriteText(json, "title", item.Title);
        if ((AlsoCovered.ContentOf(item) ?? item.Summary) is { } html)
        {
            WriteText(json, "content_html", html);
        }
        else
        {
            WriteText(json, "content_text", item.Title); // one of the two must be there
        }

        if (item.Summary is { } summary)
        {
            WriteText(json, "summary", PlainText.FromSafe(summary));
        }

        WriteAddress(json, "image", item.Image);
        json.WriteString("date_published", Safe.Instant(item.PublishedAt));
        json.WriteString("date_modified", Safe.Instant(item.UpdatedAt));
        WriteAuthors(json, item.Authors);
        WriteTags(json, item.Categories);
        WriteText(json, "language", Safe.Language(item.Language));
        WriteAttachments(json, item.Enclosures);
        WriteExtension(json, item, publication);
        json.WriteEndObject();
    }

    private static void WriteAuthors(Utf8JsonWriter json, IReadOnlyList<Person> authors)
    {
        var named = authors.Where(author => Safe.Name(author) is not null).ToArray();
        if (named.Length == 0)
        {
            return;
        }

        json.WriteStartArray("authors");
        foreach (var author in named)
        {
            json.WriteStartObject();
            WriteText(json, "name", Safe.Name(author));
            WriteAddress(json, "url", author.Uri);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTags(Utf8JsonWriter json, IReadOnlyList<Category> categories)
    {
        if (categories.Count == 0)
        {
            return;
        }

        json.WriteStartArray("tags");
        foreach (var tag in categories.Select(category => Safe.Text(category.Label ?? category.Term)).Distinct(StringComparer.Ordinal))
        {
            json.WriteStringValue(tag);
        }

        json.WriteEndArray();
    }

    private static void WriteAttachments(Utf8JsonWriter json, IReadOnlyList<Enclosure> enclosures)
    {
        var published = enclosures.Where(enclosure => Safe.Address(enclosure.Url) is not null).ToArray();
        if (published.Length == 0)
        {
            return;
        }

        json.WriteStartArray("attachments");
        foreach (var enclosure in published)
        {
            json.WriteStartObject();
            WriteAddress(json, "url", enclosure.Url);
            json.WriteString("mime_type", Safe.MediaType(enclosure.Type));
            if (Safe.Length(enclosure) is > 0 and var length)
            {
                json.WriteNumber("size_in_bytes", length);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteExtension(Utf8JsonWriter json, PublishedItem item, Publication publication)
    {
        json.WriteStartObject("_feedhub");
        json.WriteString("about", publication.AboutUrl.AbsoluteUri);
        WriteText(json, "page", publication.PageOf(item)?.AbsoluteUri);
        WriteAddress(json, "comments_url", item.CommentsUrl);
        if (item.CommentsCount is { } count and >= 0)
        {
            json.WriteNumber("comments_count", count);
        }

        WriteText(json, "rights", item.Rights);
        json.WriteStartArray("sources");
        foreach (var source in item.Sources)
        {
            json.WriteStartObject();
            json.WriteString("id", source.FeedId.Value);
            WriteText(json, "title", source.Title);
            WriteAddress(json, "url", source.FeedUrl);
            WriteAddress(json, "site", source.SiteUrl);
            WriteAddress(json, "link", source.Link);
            WriteText(json, "headline", source.Headline);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (item.Story is { } story)
        {
            WriteStory(json, story);
        }

        json.WriteEndObject();
    }

    /// <summary>Timeless facts only: what they come to as a score, and which place that is, changes with every edition.</summary>
    private static void WriteStory(Utf8JsonWriter json, PublishedStory story)
    {
        json.WriteStartObject("story");
        json.WriteStartArray("lead");
        foreach (var reason in story.LeadReasons)
        {
            json.WriteStringValue(XmlText.Clean(reason));
        }

        json.WriteEndArray();
        json.WriteStartArray("evidence");
        foreach (var evidence in story.Evidence)
        {
            json.WriteStartObject();
            json.WriteString("kind", NameOf(evidence.Kind));
            json.WriteString("source", evidence.FeedId.Value);
            json.WriteNumber("amount", Math.Round(evidence.Amount, 3));
            json.WriteString("at", Safe.Instant(evidence.At));
            if (evidence.IsCopy)
            {
                json.WriteBoolean("copy", true);
            }

            if (evidence.CommentsCount is { } comments)
            {
                json.WriteNumber("comments", comments);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("joined");
        foreach (var member in story.Members.Where(member => member.Similarity is not null))
        {
            json.WriteStartObject();
            json.WriteNumber("similarity", member.Similarity!.Value);
            json.WriteNumber("threshold", member.Threshold ?? 0);
            json.WriteStartArray("words");
            foreach (var word in member.Words)
            {
                json.WriteStringValue(XmlText.Clean(word));
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    internal static string NameOf(EvidenceKind kind) => kind switch
    {
        EvidenceKind.Publication => "publication",
        EvidenceKind.Engagement => "engagement",
        _ => "link",
    };

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            json.WriteString(name, Safe.Text(text));
        }
    }

    private static void WriteAddress(Utf8JsonWriter json, string name, string? address)
    {
        if (Safe.Address(address) is { } url)
        {
            json.WriteString(name, url.AbsoluteUri);
        }
    }
}
