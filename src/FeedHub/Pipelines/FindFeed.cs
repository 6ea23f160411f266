using FeedHub.Configuration;
using FeedHub.Fetching;
using FeedHub.Reading;

namespace FeedHub.Pipelines;

/// <summary>What came of looking for the feed behind an address.</summary>
internal abstract record FeedFinding
{
    private FeedFinding() // closed: every case stands in this file
    {
    }

    /// <summary>Requests sent, redirects included.</summary>
    public required int RequestCount { get; init; }

    /// <summary>A feed that was read.</summary>
    /// <param name="Url">Where to subscribe: where permanent redirects lead, else the address that was asked.</param>
    /// <param name="Feed">What it says.</param>
    /// <param name="Context">What came with it.</param>
    /// <param name="Others">Further feeds that the page names.</param>
    public sealed record Found(Uri Url, ParsedFeed Feed, DocumentContext Context, IReadOnlyList<PageFeed> Others) : FeedFinding;

    /// <summary>None.</summary>
    /// <param name="Reason">Why, in words.</param>
    /// <param name="Named">Feeds that the page names and that were not, or could not be, read.</param>
    public sealed record Nothing(string Reason, IReadOnlyList<PageFeed> Named) : FeedFinding;
}

/// <summary>Finds the feed of a page, or that which the address itself is: at most three requests, and no address is guessed.</summary>
internal sealed class FindFeed(FeedFetcher fetcher, OriginGate gate)
{
    private const int MaxRequestCount = 3;

    public async Task<FeedFinding> RunAsync(Uri url, CancellationToken cancellationToken)
    {
        var outcome = await VisitAsync(url, MaxRequestCount, cancellationToken);
        var requests = outcome.Trace.RequestCount;
        if (outcome is not FetchOutcome.Modified page)
        {
            return new FeedFinding.Nothing(ReasonOf(outcome), []) { RequestCount = requests };
        }

        switch (FeedReader.Read(page.Body, page.Context))
        {
            case ReadOutcome.Read read:
                return new FeedFinding.Found(page.MovedTo ?? url, read.Feed, page.Context, []) { RequestCount = requests };
            case ReadOutcome.NotAFeed { Code: not "html" } other when page.Links.Count == 0:
                return new FeedFinding.Nothing(other.Message, []) { RequestCount = requests };
        }

        IReadOnlyList<PageFeed> named =
            [.. PageFeeds.Find(page.Body, page.Context, page.Links).Where(feed => WebAddress.ParseFeed(feed.Url.AbsoluteUri, out _) is not null)];
        var reason = named.Count == 0 ? "the page names no feed" : "the page names feeds, but the requests allowed were used up before one could be read";
        foreach (var candidate in named)
        {
            if (requests >= MaxRequestCount)
            {
                break;
            }

            var address = WebAddress.ParseFeed(candidate.Url.AbsoluteUri, out _)!;
            var answer = await VisitAsync(address, MaxRequestCount - requests, cancellationToken);
            requests += answer.Trace.RequestCount;
            if (answer is FetchOutcome.Modified document && FeedReader.Read(document.Body, document.Context) is ReadOutcome.Read read)
            {
                return new FeedFinding.Found(document.MovedTo ?? address, read.Feed, document.Context, [.. named.Where(other => other != candidate)])
                {
                    RequestCount = requests,
                };
            }

            reason = answer is FetchOutcome.Modified ? "what the page names as its feed is none" : $"the feed that the page names cannot be read: {ReasonOf(answer)}";
        }

        return new FeedFinding.Nothing(reason, named) { RequestCount = requests };
    }

    /// <summary>What a visit that brought no document came to, in words.</summary>
    public static string ReasonOf(FetchOutcome outcome) => outcome switch
    {
        FetchOutcome.Gone => "the publisher says that it is gone for good (HTTP 410)",
        FetchOutcome.Throttled throttled => $"the server asks for rest (HTTP {throttled.Status})",
        FetchOutcome.Failed failed => failed.Message,
        _ => "nothing came",
    };

    private async Task<FetchOutcome> VisitAsync(Uri url, int maxRequestCount, CancellationToken cancellationToken)
    {
        var source = new FeedSource { Id = FeedId.FromUrl(url), Url = url, Channel = "" };
        using var lease = await gate.EnterAsync(source.Origin, cancellationToken);
        return await fetcher.FetchAsync(source, url, [], maxRequestCount, () => { }, cancellationToken);
    }
}
