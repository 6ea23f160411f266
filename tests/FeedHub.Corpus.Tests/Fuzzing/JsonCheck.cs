using System.Globalization;
using System.Text.Json;

namespace FeedHub.Fuzzing;

/// <summary>The essentials of JSON Feed 1.1 in a document that we wrote.</summary>
internal static class JsonCheck
{
    /// <summary>What is not as it must be; null: nothing. Ill-formed JSON throws.</summary>
    public static string? Fault(byte[] document, int itemCount)
    {
        using var json = JsonDocument.Parse(document);
        var feed = json.RootElement;
        return feed.GetProperty("version").GetString() != "https://jsonfeed.org/version/1.1" ? "another version"
            : string.IsNullOrEmpty(feed.GetProperty("title").GetString()) ? "no title"
            : feed.GetProperty("items") is { ValueKind: JsonValueKind.Array } items && items.GetArrayLength() == itemCount
                ? items.EnumerateArray().Select(OfItem).FirstOrDefault(fault => fault is not null)
                : $"not {itemCount} items";
    }

    private static string? OfItem(JsonElement item) =>
        string.IsNullOrEmpty(Text(item, "id")) ? $"no id: {item}"
        : Text(item, "content_html") is null && Text(item, "content_text") is null ? $"no content: {item}"
        : ((string[])["date_published", "date_modified"]).Any(name => Text(item, name) is { } date
            && !DateTimeOffset.TryParse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)) ? $"no date: {item}"
        : ((string[])["url", "image"]).Any(name => Text(item, name) is { } url && !Iri.IsWeb(url)) ? $"no address: {item}"
        : All(item, "attachments").Any(part => string.IsNullOrEmpty(Text(part, "url")) || string.IsNullOrEmpty(Text(part, "mime_type"))) ? $"half an attachment: {item}"
        : All(item, "authors").Any(part => string.IsNullOrWhiteSpace(Text(part, "name"))) ? $"no author: {item}"
        : All(item, "tags").Any(tag => tag.ValueKind != JsonValueKind.String) ? $"no tag: {item}"
        : null;

    private static IEnumerable<JsonElement> All(JsonElement item, string name) => item.TryGetProperty(name, out var list) ? list.EnumerateArray() : [];

    private static string? Text(JsonElement item, string name) => item.TryGetProperty(name, out var value) ? value.GetString() : null;
}
