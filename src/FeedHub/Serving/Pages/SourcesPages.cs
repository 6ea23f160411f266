using System.Globalization;

namespace FeedHub.Serving.Pages;

/// <summary>The pages of all sources: made for each request, since they change with every visit and are seldom asked for.</summary>
internal sealed class SourcesPages(PageRenderer renderer, ErrorPages errors)
{
    private volatile Sources? _sources;

    /// <summary>What the pages show from now on.</summary>
    public void Replace(Site site, IReadOnlyList<PageChannel> channels) => _sources = new Sources(site, channels);

    /// <summary>Whether an address is one of the sources.</summary>
    public static bool Owns(string path) => path == "/feeds" || path.StartsWith("/feeds/", StringComparison.Ordinal);

    /// <summary>Makes the answer, which is still to be sent.</summary>
    public Task<Func<Task>> MakeAsync(HttpContext context) => MadePage.MakeAsync(context, errors, async path =>
        _sources is { } sources && NumberOf(path) is { } number && SourcesPageModel.Of(sources.Site, sources.Channels, number) is { } model
            ? await renderer.RenderSourcesPageAsync(model)
            : null);

    /// <summary>The number of the page of an address, of which there is one for each; null: it is none.</summary>
    private static int? NumberOf(string path) =>
        path == "/feeds" ? 1
        : int.TryParse(path["/feeds/".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && path == "/" + SourcesPageModel.PathOf(number) ? number
        : null;

    private sealed record Sources(Site Site, IReadOnlyList<PageChannel> Channels);
}
