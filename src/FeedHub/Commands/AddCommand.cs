using FeedHub.Configuration;
using FeedHub.Editing;
using FeedHub.Normalizing;
using FeedHub.Pipelines;
using FeedHub.Storage.LiteDb;

namespace FeedHub.Commands;

/// <summary><c>feedhub add</c>: finds the feed of a page, and puts it into the list.</summary>
internal static class AddCommand
{
    private const string DefaultChannel = "Blogs";

    public static async Task<int> RunAsync(HubSettings settings, string address, string? channel, EditMode mode, CancellationToken cancellationToken)
    {
        var url = GivenAddress.Parse(address);
        var list = await OpenAsync(settings, cancellationToken);
        if (list.Find(url) is { } listed)
        {
            Tell(list, listed, url);
        }
        else
        {
            await using var visiting = Visiting.Create(settings);
            var found = await FindAsync(visiting, url, cancellationToken);
            if (list.Find(found.Url) is { } same)
            {
                Tell(list, same, found.Url);
            }
            else
            {
                await Console.Error.WriteLineAsync(Describe(found));
                list.Add(list.ChannelNamed(channel ?? list.List?.Channels[0].Name ?? DefaultChannel), new NewFeed(found.Url, null));
            }
        }

        EditPrinting.Print(await list.FinishAsync(mode.IsConfirmed, cancellationToken), mode.IsJson);
        return ExitCode.Done;
    }

    /// <summary>The list, or the beginning of one, with an identity where no store has one for it yet.</summary>
    public static Task<EditableList> OpenAsync(HubSettings settings, CancellationToken cancellationToken) => EditableList.OpenOrBeginAsync(
        settings.FeedsPath,
        LiteDbStore.Exists(settings.DataPath) ? null : $"urn:uuid:{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}",
        cancellationToken);

    /// <exception cref="HubException">There is none.</exception>
    public static async Task<FeedFinding.Found> FindAsync(Visiting visiting, Uri url, CancellationToken cancellationToken)
    {
        switch (await visiting.FindFeed.RunAsync(url, cancellationToken))
        {
            case FeedFinding.Found found when WebAddress.ParseFeed(found.Url.AbsoluteUri, out var mistake) is var usable:
                return usable is null ? throw new HubException(ExitCode.NotWell, $"the address of the feed {mistake}") : found with { Url = usable };
            case FeedFinding.Nothing nothing:
                throw new HubException(
                    ExitCode.NotWell,
                    [
                        $"no feed was found there: {nothing.Reason}",
                        .. nothing.Named.Select(feed => $"the page names {feed.Url.AbsoluteUri}{(feed.Title is null ? "" : $" ({Printing.OneLine(feed.Title)})")}"),
                    ]);
            default:
                throw new InvalidOperationException();
        }
    }

    public static string Describe(FeedFinding.Found found)
    {
        var title = EntryNormalizer.Profile(found.Feed).Title;
        var others = found.Others.Count == 0 ? "" : $"; the page also names {string.Join(", ", found.Others.Take(5).Select(other => other.Url.AbsoluteUri))}";
        return Printing.OneLine($"found {title ?? "a feed without a title"} at {found.Url.AbsoluteUri}, {found.Feed.Entries.Count} entries{others}");
    }

    private static void Tell(EditableList list, FeedSource listed, Uri url) => list.Lines.Add(new EditLine(
        "duplicate", url.AbsoluteUri, listed.Title, listed.Channel, $"it is the feed {listed.Id} on line {list.LineOf(listed)}"));
}
