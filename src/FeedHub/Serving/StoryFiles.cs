using System.Text;
using FeedHub.Configuration;
using FeedHub.Serving.Pages;

namespace FeedHub.Serving;

/// <summary>
/// Stories that are listed no more, as they were last shown, and where those went that were taken into others: files below the data directory, so
/// that every address that was ever given out leads somewhere. Only the letters of a uuid become part of a path.
/// </summary>
internal sealed class StoryFiles(HubSettings settings, PublicAddress address)
{
    private const string Caching = "public, max-age=3600, stale-if-error=86400";

    private readonly string _folder = Path.Combine(Path.GetFullPath(settings.DataPath), "stories");

    /// <summary>Answers a GET or HEAD; false: there is no such file, and nothing was answered.</summary>
    public async Task<bool> TryWriteAsync(HttpContext context, string path)
    {
        if (FileOf(path) is not { } file)
        {
            return false;
        }

        if (await TryReadAsync(TakerOf(file), context.RequestAborted) is { } taker && StoryPath.StoryOf(Encoding.ASCII.GetString(taker)) is { } takerId)
        {
            var target = StoryPath.IsData(path) ? StoryPath.OfData(takerId) : StoryPath.Of(takerId);
            context.Response.StatusCode = StatusCodes.Status301MovedPermanently;
            context.Response.Headers.Location = new Uri(address.Url, target[1..]).AbsoluteUri;
            context.Response.Headers.CacheControl = Caching;
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers["Referrer-Policy"] = "no-referrer";
            return true;
        }

        if (await TryReadAsync(file, context.RequestAborted) is not { } bytes)
        {
            return false;
        }

        var isPage = file.EndsWith(".html", StringComparison.Ordinal);
        var lastModified = DateTimeOffset.FromUnixTimeSeconds(new DateTimeOffset(File.GetLastWriteTimeUtc(file), TimeSpan.Zero).ToUnixTimeSeconds());
        var headers = new DocumentHeaders(
            isPage ? "text/html; charset=utf-8" : "application/json; charset=utf-8", Caching, PublishedDocument.HashOf(bytes), lastModified, null,
            isPage ? PagePolicy.Plain : null);
        if (headers.Begin(context, ContentCoding.Identity, bytes.Length))
        {
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        }

        return true;
    }

    /// <summary>The file of an address; null: it is none of a story.</summary>
    public string? FileOf(string path)
    {
        var name = Path.GetFileName(path);
        return StoryPath.StoryOf(path) is null ? null : Path.Combine(_folder, name[..2], StoryPath.IsData(path) ? name : name + ".html");
    }

    /// <summary>The file that says which story took another in.</summary>
    public static string TakerOf(string file) => Path.ChangeExtension(file, ".to");

    private static async Task<byte[]?> TryReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(file, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
