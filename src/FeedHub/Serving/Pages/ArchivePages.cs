using System.Globalization;

namespace FeedHub.Serving.Pages;

/// <summary>The archive by month and day: made for each request, since nearly all of it stands on the disk and is seldom asked for.</summary>
internal sealed class ArchivePages(PageRenderer renderer, ErrorPages errors, ArchiveFiles archives, ArchiveDays days)
{
    private volatile Site? _site;

    /// <summary>What is around the pages from now on.</summary>
    public void Replace(Site site) => _site = site;

    /// <summary>Whether an address is one of the archive.</summary>
    public static bool Owns(string path) => path == "/archive" || path.StartsWith("/archive/", StringComparison.Ordinal);

    /// <summary>Makes the answer, which is still to be sent.</summary>
    public Task<Func<Task>> MakeAsync(HttpContext context) => MadePage.MakeAsync(
        context, errors, async path => _site is { } site ? await RenderAsync(site, path, context.RequestAborted) : null);

    /// <summary>The page of an address; null: there is none.</summary>
    private async Task<byte[]?> RenderAsync(Site site, string path, CancellationToken cancellationToken)
    {
        List<ArchivePageMonth> months =
        [
            .. archives.All
                .Where(document => document.List == RankedList.WholeName && document.Count > 0)
                .Select(document => ArchivePageMonth.Of(Month.Parse(document.Month)!.Value, document.Count)),
        ];
        if (path == "/archive")
        {
            return await renderer.RenderArchivePageAsync(new ArchivePageModel(site, [.. Enumerable.Reverse(months)]));
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
            return await renderer.RenderArchiveMonthPageAsync(model);
        }

        var place = known.Index().FirstOrDefault(one => one.Item.Day == date, (Index: -1, null!)).Index;
        return place < 0 || await days.ReadAsync(date, cancellationToken) is not { } shown
            ? null
            : await renderer.RenderArchiveDayPageAsync(new ArchiveDayPageModel
            {
                Site = site,
                Day = shown,
                Earlier = place < known.Count - 1 ? LinkTo(site, known[place + 1]) : earlier,
                Later = place > 0 ? LinkTo(site, known[place - 1]) : later,
            });
    }

    private static bool TryParse(string path, string format, out DateOnly date) =>
        DateOnly.TryParseExact(path, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    private static PageLink LinkTo(Site site, ArchivePageMonth month) => new(month.Name, site.To(month.Path));

    private static PageLink LinkTo(Site site, ArchivePageDay day) => new(day.Name, site.To(day.Path));
}
