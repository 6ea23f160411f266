namespace FeedHub.Polling;

/// <summary>Knows FeedHub's own publications, so that it never reads itself and finds its own entries new for ever (BAD-15).</summary>
public static class OwnPublications
{
    private static readonly string[] _names = ["latest", "top-stories"];
    private static readonly string[] _extensions = [".atom", ".rss", ".json"];

    /// <summary>Whether FeedHub serves its own entries at the address, whatever its scheme.</summary>
    /// <param name="url">The address of a feed.</param>
    /// <param name="publicUrl">The base of every published address, with a slash at its end.</param>
    public static bool IsAddress(Uri url, Uri publicUrl)
    {
        ArgumentNullException.ThrowIfNull(url);
        ArgumentNullException.ThrowIfNull(publicUrl);
        return url.IdnHost == publicUrl.IdnHost
            && (url.Port == publicUrl.Port || (url.IsDefaultPort && publicUrl.IsDefaultPort))
            && (url.AbsolutePath == publicUrl.AbsolutePath || Paths(publicUrl).Contains(url.AbsolutePath, StringComparer.Ordinal));
    }

    /// <summary>Whether a document is one of FeedHub's own, under whatever address it was found: by its id, or by the address it names as its own.</summary>
    /// <param name="document">As it was read.</param>
    /// <param name="listId">The id of the list.</param>
    /// <param name="publicUrl">The base of every published address, with a slash at its end.</param>
    public static bool IsDocument(ParsedFeed document, string listId, Uri publicUrl)
    {
        ArgumentNullException.ThrowIfNull(document);
        var names = document.Links.Where(link => link.Rel == "self").Select(link => link.Href).Append(document.Id);
        return _names.Any(name => document.Id == Publication.IdOf(listId, name))
            || names.Any(name => Uri.TryCreate(name, UriKind.Absolute, out var url) && IsAddress(url, publicUrl));
    }

    private static IEnumerable<string> Paths(Uri publicUrl) =>
        _names.SelectMany(name => _extensions.Select(extension => $"{publicUrl.AbsolutePath}{name}{extension}"));
}
