using FeedHub.Fetching;

namespace FeedHub.Pipelines;

/// <summary>
/// Feeds that commands asked for, by what they wait for: their origins. To find what can be visited costs as much as there are origins,
/// however many feeds wait at each. Safe for concurrent use.
/// </summary>
internal sealed class RequestedFeeds(OriginGate gate)
{
    private readonly Lock _mutex = new();
    private readonly HashSet<FeedId> _wanted = [];
    private readonly Dictionary<string, Waiting> _byScope = new(StringComparer.Ordinal);

    /// <param name="id">The feed; nothing changes where it waits already.</param>
    /// <param name="origin">Where it is visited.</param>
    public void Add(FeedId id, string origin)
    {
        lock (_mutex)
        {
            if (_wanted.Add(id))
            {
                var scope = gate.ScopeOf(origin);
                if (!_byScope.TryGetValue(scope, out var waiting))
                {
                    _byScope[scope] = waiting = new Waiting(origin);
                }

                waiting.Feeds.Enqueue(id);
            }
        }
    }

    /// <summary>Nobody waits for it any more.</summary>
    public void Remove(FeedId id)
    {
        lock (_mutex)
        {
            _wanted.Remove(id); // from its queue when it comes to the front
        }
    }

    /// <summary>One feed of each origin that is free.</summary>
    /// <param name="limit">How many at most.</param>
    /// <param name="scopes">Origins to leave out, in the terms of <see cref="OriginGate.ScopeOf"/>; those of the feeds found are added.</param>
    public HashSet<FeedId> FindFree(int limit, HashSet<string> scopes)
    {
        var found = new HashSet<FeedId>();
        lock (_mutex)
        {
            foreach (var (scope, waiting) in _byScope)
            {
                if (found.Count == limit)
                {
                    break;
                }

                if (First(scope, waiting) is { } id && !scopes.Contains(scope) && gate.IsFree(waiting.Origin))
                {
                    scopes.Add(scope);
                    found.Add(id);
                }
            }
        }

        return found;
    }

    /// <summary>Takes out what cannot be visited: feeds that left the list, once it is their turn, and all of origins that asked for rest.</summary>
    /// <param name="isListed">Whether a feed stands in the list.</param>
    /// <param name="restOf">Why an origin must be left alone; null: it need not be.</param>
    public IReadOnlyList<(FeedId Id, string Reason)> TakeHopeless(Func<FeedId, bool> isListed, Func<string, string?> restOf)
    {
        var hopeless = new List<(FeedId, string)>();
        lock (_mutex)
        {
            foreach (var (scope, waiting) in _byScope)
            {
                var rest = restOf(waiting.Origin);
                while (First(scope, waiting) is { } id && (rest is not null || !isListed(id)))
                {
                    hopeless.Add((id, isListed(id) ? rest! : "it left the list"));
                    _wanted.Remove(id);
                }
            }
        }

        return hopeless;
    }

    private FeedId? First(string scope, Waiting waiting)
    {
        while (waiting.Feeds.TryPeek(out var id))
        {
            if (_wanted.Contains(id))
            {
                return id;
            }

            waiting.Feeds.Dequeue();
        }

        _byScope.Remove(scope); // allowed while it is walked
        return null;
    }

    private sealed record Waiting(string Origin)
    {
        public Queue<FeedId> Feeds { get; } = new();
    }
}
