using FeedHub.Configuration;

namespace FeedHub.Commands;

/// <summary><c>feedhub preview</c>: the feed of a page or address, as it would be stored and published.</summary>
internal static class PreviewCommand
{
    private const int ShownCount = 20;

    public static async Task<int> RunAsync(HubSettings settings, string address, bool json, CancellationToken cancellationToken)
    {
        var url = GivenAddress.Parse(address);
        await using var visiting = Visiting.Create(settings);
        var preview = PreviewView.Of(await AddCommand.FindAsync(visiting, url, cancellationToken), TimeProvider.System.GetUtcNow());
        if (json)
        {
            Printing.Json(preview, ViewJson.Printed.PreviewView);
            return ExitCode.Done;
        }

        Printing.Line(Printing.OneLine($"{preview.Title ?? "(without a title)"}: {preview.Url}"));
        Printing.Line(Printing.OneLine($"{preview.Format}, {preview.Entries.Count} entries; site {preview.SiteUrl ?? "not named"}; mended: {(preview.Repairs.Count == 0 ? "nothing" : string.Join(", ", preview.Repairs))}"));
        foreach (var other in preview.Others)
        {
            Printing.Line(Printing.OneLine($"the page also names {other}"));
        }

        Printing.Table(
            ["published", "title", "link", "author", "text"],
            preview.Entries.Take(ShownCount).Select(entry => new[] { Printing.Moment(entry.PublishedAt), entry.Title, entry.Link ?? "", entry.Author ?? "", entry.Text }));
        if (preview.Entries.Count > ShownCount)
        {
            Printing.Line($"and {preview.Entries.Count - ShownCount} older ones (--json shows all)");
        }

        return ExitCode.Done;
    }
}
