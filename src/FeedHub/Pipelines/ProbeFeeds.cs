using System.Collections.Concurrent;
using System.Security.Cryptography;
using FeedHub.Configuration;
using FeedHub.Fetching;
using FeedHub.Normalizing;
using FeedHub.Reading;

namespace FeedHub.Pipelines;

/// <summary>What a visit of a feed of the list showed; nothing of it is stored.</summary>
/// <param name="Source">The feed.</param>
/// <param name="Result"><c>ok</c>, <c>moved</c>, <c>redirected</c>, <c>gone</c>, <c>not-a-feed</c>, <c>failed</c>, <c>duplicate</c>.</param>
/// <param name="Detail">What to know, in words.</param>
/// <param name="Key">Equal for feeds that are one, where it was read; null: it was not.</param>
internal sealed record FeedProbe(FeedSource Source, string Result, string Detail, string? Key = null)
{
    /// <summary>Nothing needs to be done.</summary>
    public bool IsWell => Result is "ok" or "redirected" or "skipped";
}

/// <summary>Visits feeds to see what is there, as politely as polling does: one request at a time to each server, with its gap.</summary>
internal sealed class ProbeFeeds(FeedFetcher fetcher, OriginGate gate)
{
    private const int MaxConcurrency = 16;

    /// <summary>Visits each feed once.</summary>
    /// <param name="feeds">The feeds.</param>
    /// <param name="tell">Told after each.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>In the order of the feeds.</returns>
    public async Task<IReadOnlyList<FeedProbe>> RunAsync(IReadOnlyList<FeedSource> feeds, Action<FeedProbe> tell, CancellationToken cancellationToken)
    {
        var probes = new ConcurrentDictionary<FeedId, FeedProbe>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrency, CancellationToken = cancellationToken };

        // A worker for each server: those that wait for one do not keep the others waiting.
        await Parallel.ForEachAsync(feeds.GroupBy(source => gate.ScopeOf(source.Origin)), options, async (group, token) =>
        {
            foreach (var source in group)
            {
                var probe = await VisitAsync(source, token);
                probes[source.Id] = probe;
                tell(probe);
            }
        });
        return MarkDuplicates(feeds.Select(source => probes[source.Id]));
    }

    private static IReadOnlyList<FeedProbe> MarkDuplicates(IEnumerable<FeedProbe> probes)
    {
        var first = new Dictionary<string, FeedId>(StringComparer.Ordinal);
        return
        [
            .. probes.Select(probe => probe.Key is null || first.TryAdd(probe.Key, probe.Source.Id)
                ? probe
                : probe with { Result = "duplicate", Detail = $"the same document as {first[probe.Key]}: keep one" }),
        ];
    }

    private async Task<FeedProbe> VisitAsync(FeedSource source, CancellationToken cancellationToken)
    {
        if (gate.BlockedUntil(source.Origin) is { } until)
        {
            return new FeedProbe(source, "skipped", FormattableString.Invariant($"its server asked for rest until {until:u}"));
        }

        using var lease = await gate.EnterAsync(source.Origin, cancellationToken);
        var outcome = await fetcher.FetchAsync(source, source.Url, [], () => { }, cancellationToken);
        return outcome switch
        {
            FetchOutcome.Modified modified => Read(source, modified),
            FetchOutcome.Gone => new FeedProbe(source, "gone", "its publisher says that it is gone for good (HTTP 410): remove it"),
            _ => new FeedProbe(source, "failed", FindFeed.ReasonOf(outcome)),
        };
    }

    private static FeedProbe Read(FeedSource source, FetchOutcome.Modified modified)
    {
        if (FeedReader.Read(modified.Body, modified.Context) is not ReadOutcome.Read { Feed: var feed })
        {
            var names = PageFeeds.Find(modified.Body, modified.Context, modified.Links) is [var named, ..] ? $": the page names {named.Url.AbsoluteUri}" : "";
            return new FeedProbe(source, "not-a-feed", $"what comes is no feed{names}");
        }

        var key = Convert.ToHexStringLower(SHA256.HashData(modified.Body.Span));
        var entries = $"{EntryNormalizer.Profile(feed).Title ?? "without a title"}, {feed.Entries.Count} entries";
        return modified.MovedTo is { } to && to == modified.EffectiveUrl ? new FeedProbe(source, "moved", $"it has moved for good to {to.AbsoluteUri}: write that, and the old id {source.Id} beside it", key)
            : WebAddress.Key(modified.EffectiveUrl) != WebAddress.Key(source.Url) ? new FeedProbe(source, "redirected", $"{entries}; for now from {modified.EffectiveUrl.Host}", key)
            : new FeedProbe(source, "ok", entries, key);
    }
}
