using System.Globalization;
using System.IO.Compression;

namespace FeedHub.Serving.Pages;

/// <summary>The archive by month and day: made for each request, since nearly all of it stands on the disk and is seldom asked for.</summary>
internal sealed class ArchivePages(PageRenderer renderer, ErrorPages errors, ArchiveFiles archives, ArchiveDays days)
{
    private const string Caching = "public, max-age=60, stale-if-error=86400";

    private volatile Site? _site;

    /// <summary>What is around the pages from now on.</summary>
    public void Replace(Site site) => _site = site;

    /// <summary>Whether an address is one of the archive.</summary>
    public static bool Owns(string path) => path == "/archive" || path.StartsWith("/archive/", StringComparison.Ordinal);

    public async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (_site is not { } site || await MakeAsync(site, path, context.RequestAborted) is not { } made)
        {
            await errors.AnswerAsync(context, StatusCodes.Status404NotFound);
        }
        else if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            await errors.AnswerAsync(context, StatusCodes.Status405MethodNotAllowed);
        }
        else if (made.ChangedAt is not { } changedAt)
        {
            await PageAnswer.WriteAsync(context, StatusCodes.Status200OK, made.Page, PagePolicy.Plain);
        }
        else
        {
            var headers = new DocumentHeaders("text/html; charset=utf-8", Caching, PublishedDocument.HashOf(made.Page), changedAt, null, PagePolicy.Plain);
            var coding = ConditionalRequest.Choose(context.Request.Headers.AcceptEncoding);
            var bytes = PublishedDocument.Encode(made.Page, coding, CompressionLevel.Fastest);
            if (headers.Begin(context, coding, bytes.Length))
            {
                await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
            }
        }
    }

    /// <summary>A page, and since when it says what it says; null: nothing was archived yet. No page: there is none at this address.</summary>
    private async Task<(byte[] Page, DateTimeOffset? ChangedAt)?> MakeAsync(Site site, string path, CancellationToken cancellationToken)
    {
        List<ArchivedDocument> documents = [.. archives.All.Where(document => document.List == RankedList.WholeName && document.Count > 0)];
        List<ArchivePageMonth> months = [.. documents.Select(document => ArchivePageMonth.Of(Month.Parse(document.Month)!.Value, document.Count))];
        if (path == "/archive")
        {
            var page = await renderer.RenderArchivePageAsync(new ArchivePageModel(site, [.. Enumerable.Reverse(months)]));
            return (page, documents.Max(document => (DateTimeOffset?)document.LastModified));
        }

        DateOnly? day = TryParse(path, "'/archive/'yyyy'/'MM'/'dd", out var date) ? date : null;
        if (day is null && !TryParse(path, "'/archive/'yyyy'/'MM", out date))
        {
            return null;
        }

        var month = ArchiveDays.MonthOf(date);
        var index = months.FindIndex(one => one.Year == month.Year && one.Month == month.Number);
        if (index < 0 || await days.ReadAsync(month, cancellationToken) is not { } known)
        {
            return null;
        }

        PageLink? earlier = index > 0 ? LinkTo(site, months[index - 1]) : null;
        PageLink? later = index < months.Count - 1 ? LinkTo(site, months[index + 1]) : null;
        if (day is null)
        {
            var model = new ArchiveMonthPageModel { Site = site, Month = months[index], Earlier = earlier, Later = later, Days = known };
            return (await renderer.RenderArchiveMonthPageAsync(model), documents[index].LastModified);
        }

        var place = known.Index().FirstOrDefault(one => one.Item.Day == date, (Index: -1, null!)).Index;
        return place < 0 || await days.ReadAsync(date, cancellationToken) is not { } shown
            ? null
            : (await renderer.RenderArchiveDayPageAsync(new ArchiveDayPageModel
            {
                Site = site,
                Day = shown,
                Earlier = place < known.Count - 1 ? LinkTo(site, known[place + 1]) : earlier,
                Later = place > 0 ? LinkTo(site, known[place - 1]) : later,
            }), documents[index].LastModified);
    }

    private static bool TryParse(string path, string format, out DateOnly date) =>
        DateOnly.TryParseExact(path, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    private static PageLink LinkTo(Site site, ArchivePageMonth month) => new(month.Name, site.To(month.Path));

    private static PageLink LinkTo(Site site, ArchivePageDay day) => new(day.Name, site.To(day.Path));
}
