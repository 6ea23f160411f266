namespace FeedHub.Polling;

/// <summary>An edit of the list that polling has earned.</summary>
/// <param name="Feed">The feed of the list that it is about.</param>
/// <param name="MovedTo">Its new address; null: it is to be taken out.</param>
/// <param name="Because">Why, in words.</param>
public sealed record ListProposal(FeedId Feed, Uri? MovedTo, string Because);

/// <summary>Finds what visits have shown to be wrong with the list: confirmed moves, feeds that are gone, and such as are one.</summary>
public static class ListProposals
{
    /// <summary>The proposals in the order of the list.</summary>
    /// <param name="list">The list.</param>
    /// <param name="states">What is known of its feeds; those that the list has changed or paused since prove nothing.</param>
    /// <param name="key">Equal for addresses of one feed.</param>
    public static IReadOnlyList<ListProposal> Of(FeedList list, IReadOnlyDictionary<FeedId, FeedState> states, Func<Uri, string> key)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(states);
        ArgumentNullException.ThrowIfNull(key);
        var known = list.Feeds
            .Where(source => !source.Paused && states.TryGetValue(source.Id, out var state) && state.Url == source.Url)
            .Select(source => states[source.Id])
            .ToList();
        var gone = known.Where(state => state.IsGone).Select(state => state.Id).ToHashSet();

        // Who stands at an address by its own word keeps it; who has moved there is the duplicate.
        var owners = new Dictionary<string, FeedId>(StringComparer.Ordinal);
        foreach (var source in list.Feeds.Where(source => !gone.Contains(source.Id) && !(states.GetValueOrDefault(source.Id)?.Move is { IsConfirmed: true })))
        {
            owners.TryAdd(key(source.Url), source.Id);
        }

        var documents = new Dictionary<string, FeedId>(StringComparer.Ordinal);
        return [.. known.Select(state => Propose(state, owners, documents, key)).OfType<ListProposal>()];
    }

    private static ListProposal? Propose(
        FeedState state, Dictionary<string, FeedId> owners, Dictionary<string, FeedId> documents, Func<Uri, string> key)
    {
        if (state.IsGone)
        {
            return new ListProposal(state.Id, null, "its publisher says that it is gone for good (HTTP 410)");
        }

        var address = key(state.VisitUrl);
        if (!owners.TryAdd(address, state.Id) && owners[address] != state.Id)
        {
            return new ListProposal(state.Id, null, $"it has moved to the address of {owners[address]}");
        }

        if (state is { BodyHash: { } hash, FailureCount: 0 } && !documents.TryAdd(hash, state.Id))
        {
            return new ListProposal(state.Id, null, $"it brings the same document as {documents[hash]}, byte for byte");
        }

        return state.Move is { IsConfirmed: true } move
            ? new ListProposal(state.Id, move.To, FormattableString.Invariant($"it has moved for good, seen by {move.Count} visits since {move.FirstSeenAt:yyyy-MM-dd}"))
            : null;
    }
}
