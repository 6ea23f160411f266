using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace FeedHub.Demo;

/// <summary>
/// Serves the invented blogs on loopback: feeds at <c>/{blog}/feed</c>, pages at <c>/{blog}/</c> and <c>/{blog}/{post}</c>. What it
/// says depends on nothing but its ports, the moment it started and the clock.
/// </summary>
internal sealed class DemoOrigin : IAsyncDisposable
{
    /// <summary>How long a blog with <see cref="DemoQuirk.Slow"/> thinks before it answers for its feed.</summary>
    public static readonly TimeSpan SlowAnswer = TimeSpan.FromSeconds(5);

    private readonly WebApplication _app;
    private readonly TimeProvider _clock;

    private DemoOrigin(WebApplication app, TimeProvider clock)
    {
        _app = app;
        _clock = clock;
        var now = clock.GetUtcNow();
        StartedAt = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)); // RSS knows whole seconds only
    }

    /// <summary>The moment from which all dates are counted, in whole seconds.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>Where the blogs are.</summary>
    public DemoAddresses Addresses => field ??= new(DemoBlogs.All.Zip(_app.Urls)
        .ToDictionary(pair => pair.First.Slug, pair => new Uri(pair.Second), StringComparer.Ordinal));

    public static async Task<DemoOrigin> StartAsync(TimeProvider clock, CancellationToken cancellationToken)
    {
        // Empty, so that no setting, variable or log of the real program gets in.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            foreach (var _ in DemoBlogs.All)
            {
                kestrel.Listen(IPAddress.Loopback, 0);
            }
        });

        var origin = new DemoOrigin(builder.Build(), clock);
        origin._app.MapGet("/{slug}/feed", origin.GetFeedAsync);
        origin._app.MapGet("/{slug}", origin.GetBlog);
        origin._app.MapGet("/{slug}/{post}", origin.GetPost);
        origin._app.MapGet("/{slug}/{post}.wav", origin.GetAudio);
        await origin._app.StartAsync(cancellationToken);
        return origin;
    }

    /// <summary>Stops at once: who still waits for the slow blog is cut off.</summary>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<Results<FileContentHttpResult, NotFound>> GetFeedAsync(string slug, CancellationToken cancellationToken)
    {
        if (Find(slug) is not { } blog)
        {
            return TypedResults.NotFound();
        }

        if (blog.Has(DemoQuirk.Slow))
        {
            await Task.Delay(SlowAnswer, _clock, cancellationToken);
        }

        var feed = FeedOf(blog);
        var document = DemoDocument.Write(feed);
        return TypedResults.Bytes(
            document.Body,
            document.ContentType,
            lastModified: feed.UpdatedAt,
            entityTag: EntityTagHeaderValue.Parse(document.EntityTag));
    }

    private Results<ContentHttpResult, NotFound> GetBlog(string slug) =>
        Find(slug) is { } blog ? Html(DemoPage.OfBlog(FeedOf(blog))) : TypedResults.NotFound();

    private Results<ContentHttpResult, NotFound> GetPost(string slug, string post) =>
        FindItem(slug, post) is var (feed, item) ? Html(DemoPage.OfItem(feed, item)) : TypedResults.NotFound();

    private Results<FileContentHttpResult, NotFound> GetAudio(string slug, string post) =>
        FindItem(slug, post) is (_, { AudioUrl: not null }) ? TypedResults.Bytes(DemoAudio.Silence, "audio/wav") : TypedResults.NotFound();

    private static DemoBlog? Find(string slug) => DemoBlogs.Find(slug) is { } blog && !blog.Has(DemoQuirk.Gone) ? blog : null;

    private (DemoFeed Feed, DemoItem Item)? FindItem(string slug, string post) =>
        Find(slug) is { } blog && FeedOf(blog) is var feed && feed.Items.FirstOrDefault(item => item.Slug == post) is { } item
            ? (feed, item)
            : null;

    private DemoFeed FeedOf(DemoBlog blog) => DemoFeed.Create(blog, Addresses, StartedAt, _clock.GetUtcNow());

    private static ContentHttpResult Html(string page) => TypedResults.Text(page, "text/html; charset=utf-8");
}
