namespace FeedHub.Editing;

/// <summary>A channel as the list writes it.</summary>
internal static class NewChannel
{
    public static string Text(string name, string? slug, IReadOnlyList<NewFeed> feeds, string indent, string unit, string lineEnd)
    {
        var inner = indent + unit;
        var slugLine = slug is null ? "" : $"{inner}\"slug\": {JsonWords.Quote(slug)},{lineEnd}";
        var items = string.Join("," + lineEnd, feeds.Select(feed => inner + unit + feed.Text));
        return $"{{{lineEnd}{inner}\"name\": {JsonWords.Quote(name)},{lineEnd}{slugLine}{inner}\"feeds\": [{lineEnd}{items}{lineEnd}{inner}]{lineEnd}{indent}}}";
    }
}
