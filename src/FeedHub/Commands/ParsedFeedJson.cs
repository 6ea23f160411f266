using System.Globalization;
using System.Text.Json;
using FeedHub.Normalizing;
using FeedHub.Reading;

namespace FeedHub.Commands;

/// <summary>A reading as the JSON object of the contract: what is absent, null or empty is left out, and markup is safe.</summary>
internal static class ParsedFeedJson
{
    public static void Write(Utf8JsonWriter json, string path, ReadOutcome outcome)
    {
        json.WriteStartObject();
        json.WriteString("file", path);
        switch (outcome)
        {
            case ReadOutcome.Read { Feed: var feed }:
                json.WriteBoolean("ok", true);
                json.WriteNull("error");
                json.WriteString("format", feed.Format.ToString().ToLowerInvariant());
                json.WriteBoolean("recovered", feed.Repairs.Count > 0);
                Each(json, "repairs", feed.Repairs, repair => json.WriteStringValue(repair));
                json.WriteString("encoding", feed.Encoding);
                WriteFeed(json, feed);
                json.WriteStartArray("entries");
                foreach (var entry in feed.Entries)
                {
                    WriteEntry(json, entry);
                }

                json.WriteEndArray();
                break;
            case ReadOutcome.NotAFeed notAFeed:
                json.WriteBoolean("ok", false);
                json.WriteString("error", $"{notAFeed.Code}: {notAFeed.Message}");
                Text(json, "encoding", notAFeed.Encoding);
                break;
        }

        json.WriteEndObject();
    }

    private static void WriteFeed(Utf8JsonWriter json, ParsedFeed feed)
    {
        json.WriteStartObject("feed");
        Text(json, "title", Shown(feed.Title));
        Text(json, "description", Shown(feed.Description));
        Text(json, "link", feed.Link);
        Text(json, "id", feed.Id);
        Text(json, "language", feed.Language);
        Date(json, "updated", feed.UpdatedAt);
        Date(json, "published", feed.PublishedAt);
        Text(json, "author", NameOf(feed.Authors));
        People(json, "authors", feed.Authors);
        People(json, "contributors", feed.Contributors);
        Text(json, "publisher", feed.Publisher);
        Text(json, "rights", feed.Rights);
        Text(json, "generator", feed.Generator);
        Text(json, "image", feed.Image);
        Text(json, "icon", feed.Icon);
        Text(json, "logo", feed.Logo);
        Categories(json, feed.Categories);
        Links(json, feed.Links);
        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, ParsedEntry entry)
    {
        var summary = entry.Summary ?? entry.Content; // where there is no summary the content stands for it
        json.WriteStartObject();
        Text(json, "id", entry.Id);
        Text(json, "link", entry.Link);
        Text(json, "title", Shown(entry.Title));
        Text(json, "summary", Shown(summary));
        Text(json, "content", Shown(entry.Content));
        Text(json, "author", NameOf(entry.Authors));
        Date(json, "published", entry.PublishedAt);
        Date(json, "updated", entry.UpdatedAt);
        Categories(json, entry.Categories);
        Each(json, "enclosures", entry.Enclosures, enclosure =>
        {
            json.WriteStartObject();
            Text(json, "url", enclosure.Url);
            Text(json, "type", enclosure.Type);
            Text(json, "length", enclosure.LengthBytes?.ToString(CultureInfo.InvariantCulture));
            json.WriteEndObject();
        });
        Text(json, "commentsUrl", entry.CommentsUrl);
        if (entry.CommentsCount is { } count)
        {
            json.WriteNumber("commentsCount", count);
        }

        Text(json, "commentsFeed", entry.CommentsFeed);
        People(json, "authors", entry.Authors);
        People(json, "contributors", entry.Contributors);
        Text(json, "publisher", entry.Publisher);
        Text(json, "rights", entry.Rights);
        Text(json, "language", entry.Language);
        Date(json, "created", entry.CreatedAt);
        Date(json, "expired", entry.ExpiresAt);
        Links(json, entry.Links);
        Text(json, "image", entry.Image);
        Text(json, "license", entry.License);
        Text(json, "titleType", Kind(entry.Title));
        Text(json, "summaryType", Kind(summary));
        Text(json, "contentType", Kind(entry.Content));
        Text(json, "contentSrc", entry.ContentSource);
        if (entry.Source is { } source)
        {
            WriteSource(json, source);
        }

        json.WriteEndObject();
    }

    private static void WriteSource(Utf8JsonWriter json, ParsedSource source)
    {
        json.WriteStartObject("source");
        Text(json, "title", Shown(source.Title));
        Text(json, "link", source.Link);
        Text(json, "id", source.Id);
        Date(json, "updated", source.UpdatedAt);
        Text(json, "author", NameOf(source.Authors));
        Text(json, "rights", source.Rights);
        Text(json, "subtitle", Shown(source.Subtitle));
        Links(json, source.Links);
        Categories(json, source.Categories);
        json.WriteEndObject();
    }

    private static string? Shown(ParsedText? text) =>
        text is null ? null
        : text.IsHtml ? SafeHtml.Sanitize(text.Value, Uri.TryCreate(text.BaseUrl, UriKind.Absolute, out var url) ? url : null)
        : XmlText.Clean(text.Value);

    private static string? Kind(ParsedText? text) => text is null ? null : text.IsHtml ? "html" : "text";

    private static string? NameOf(IReadOnlyList<Person> people) => people.Select(person => person.Name ?? person.Email).FirstOrDefault(name => name is not null);

    private static void People(Utf8JsonWriter json, string name, IReadOnlyList<Person> people) => Each(json, name, people, person =>
    {
        json.WriteStartObject();
        Text(json, "name", person.Name);
        Text(json, "email", person.Email);
        Text(json, "uri", person.Uri);
        json.WriteEndObject();
    });

    private static void Categories(Utf8JsonWriter json, IReadOnlyList<Category> categories) => Each(json, "categories", categories, category =>
    {
        json.WriteStartObject();
        Text(json, "term", category.Term);
        Text(json, "scheme", category.Scheme);
        Text(json, "label", category.Label);
        json.WriteEndObject();
    });

    private static void Links(Utf8JsonWriter json, IReadOnlyList<Link> links) => Each(json, "links", links, link =>
    {
        json.WriteStartObject();
        Text(json, "rel", link.Rel);
        Text(json, "type", link.Type);
        Text(json, "href", link.Href);
        Text(json, "title", link.Title);
        Text(json, "hreflang", link.HrefLang);
        Text(json, "length", link.Length);
        json.WriteEndObject();
    });

    private static void Each<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> items, Action<T> write)
    {
        if (items.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var item in items)
        {
            write(item);
        }

        json.WriteEndArray();
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json.WriteString(name, value);
        }
    }

    private static void Date(Utf8JsonWriter json, string name, DateTimeOffset? date) =>
        Text(json, name, date?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
}
