using FeedHub.Pipelines;

namespace FeedHub.Serving.Admin;

/// <summary>Whether the service does its work.</summary>
internal sealed class Readiness(HubBoard board, PublishedDocuments published, EgressWatch egress)
{
    public ReadyView Look()
    {
        List<string> reasons = [];
        if (published.Find("/latest.atom") is null)
        {
            reasons.Add("nothing has been published yet");
        }

        if (board.Now == HubSnapshot.Empty)
        {
            reasons.Add("the store has not answered yet");
        }

        if (board.StoreFailure is { } failure)
        {
            reasons.Add(failure);
        }

        return new ReadyView(reasons.Count == 0, reasons, [.. board.Now.Notices.Concat(egress.IsDown ? ["All visits fail alike: FeedHub's own connection is suspected"] : Array.Empty<string>())]);
    }
}
