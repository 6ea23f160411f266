using FeedHub.Configuration;
using FeedHub.Polling;
using FeedHub.Storage;

namespace FeedHub.Commands;

/// <summary>An edit of the list that polling has earned.</summary>
/// <param name="Feed">The id of the feed.</param>
/// <param name="MovedTo">Its new address; null: it is to be taken out.</param>
/// <param name="Because">Why.</param>
internal sealed record ProposalView(string Feed, string? MovedTo, string Because)
{
    public static async Task<IReadOnlyList<ProposalView>> OfAsync(IFeedStore store, FeedList list, CancellationToken cancellationToken)
    {
        var states = (await store.ReadFeedsAsync(cancellationToken)).ToDictionary(state => state.Id);
        return
        [
            .. ListProposals.Of(list, states, WebAddress.Key)
                .Select(proposal => new ProposalView(proposal.Feed.Value, proposal.MovedTo?.AbsoluteUri, proposal.Because)),
        ];
    }
}
