using FeedHub.Configuration;

namespace FeedHub.Commands;

/// <summary><c>feedhub tidy</c>: the edits that polling has earned.</summary>
internal static class TidyCommand
{
    public static async Task<int> RunAsync(HubSettings settings, EditMode mode, CancellationToken cancellationToken)
    {
        var list = await EditableList.OpenAsync(settings.FeedsPath, cancellationToken);
        foreach (var proposal in await ReadAsync(settings, list.List!, cancellationToken))
        {
            if (list.List!.Feeds.FirstOrDefault(source => source.Id.Value == proposal.Feed) is not { } source)
            {
                continue; // the list changed since the service read it
            }

            if (proposal.MovedTo is null)
            {
                list.Remove(source, proposal.Because);
            }
            else if (WebAddress.ParseFeed(proposal.MovedTo, out var mistake) is { } url)
            {
                list.Move(source, url, proposal.Because);
            }
            else
            {
                list.Lines.Add(new EditLine("rejected", source.Id.Value, source.Title, source.Channel, $"{proposal.Because}, but the new address {mistake}"));
            }
        }

        EditPrinting.Print(await list.FinishAsync(mode.IsConfirmed, cancellationToken), mode.IsJson);
        return ExitCode.Done;
    }

    private static async Task<IReadOnlyList<ProposalView>> ReadAsync(HubSettings settings, FeedList list, CancellationToken cancellationToken)
    {
        using var client = await SocketClient.TryConnectAsync(settings, cancellationToken);
        if (client is not null)
        {
            return await client.GetAsync("tidy", ViewJson.Default.IReadOnlyListProposalView, cancellationToken);
        }

        await using var store = await StoreAlone.OpenAsync(settings, cancellationToken);
        return await ProposalView.OfAsync(store, list, cancellationToken);
    }
}
