using FeedHub.Configuration;

namespace FeedHub.Commands;

/// <summary><c>feedhub remove</c>: takes a feed out of the list. What is stored of it stays, and goes on where it comes back.</summary>
internal static class RemoveCommand
{
    public static async Task<int> RunAsync(HubSettings settings, string name, EditMode mode, CancellationToken cancellationToken)
    {
        var list = await EditableList.OpenAsync(settings.FeedsPath, cancellationToken);
        var source = list.List!.Feeds.FirstOrDefault(feed => feed.Id.Value == name)
            ?? (name.Contains('.', StringComparison.Ordinal) || name.Contains(':', StringComparison.Ordinal) ? list.Find(GivenAddress.Parse(name)) : null)
            ?? throw new HubException(ExitCode.NotWell, $"{settings.FeedsPath} has no feed of that id or address: `feedhub status` and `feedhub export` list them");
        list.Remove(source, null);
        EditPrinting.Print(await list.FinishAsync(mode.IsConfirmed, cancellationToken), mode.IsJson);
        return ExitCode.Done;
    }
}
