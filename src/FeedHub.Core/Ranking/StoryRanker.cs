namespace FeedHub.Ranking;

/// <summary>A story that may stand on a front page.</summary>
/// <param name="StoryId">The story.</param>
/// <param name="Evidence">What speaks for it; not empty.</param>
/// <param name="LeadPublication">Who leads it.</param>
/// <param name="Pin">Its place before all that is not pinned; null: it is not.</param>
public sealed record Contender(string StoryId, IReadOnlyList<Evidence> Evidence, string LeadPublication, int? Pin)
{
    /// <summary>The article that leads it; null: none that could.</summary>
    public string? LeadKey { get; init; }
}

/// <summary>A story on a front page.</summary>
/// <param name="Contender">The story.</param>
/// <param name="Log">Its score as <see cref="StoryScore.LogOf"/> gives it.</param>
/// <param name="Above">Stories above it that the same publication leads.</param>
/// <param name="IsKept">It keeps its seat only because it had it.</param>
public sealed record RankedStory(Contender Contender, double Log, int Above, bool IsKept)
{
    /// <summary>Whether one publication tells it alone.</summary>
    public bool IsSingle { get; } = StoryScore.IsSingle(Contender.Evidence);
}

/// <summary>
/// Orders stories by what speaks for them. The order changes only with new evidence: who has a seat keeps it until somebody is clearly better,
/// and no publication fills the page.
/// </summary>
public static class StoryRanker
{
    private const double SharePerPublication = 1 / 5.0;

    /// <summary>A contender with its score; null: nothing speaks for it.</summary>
    public static RankedStory? Score(Contender contender, RankOptions options)
    {
        ArgumentNullException.ThrowIfNull(contender);
        return StoryScore.LogOf(contender.Evidence, options) is { } log ? new RankedStory(contender, log, 0, false) : null;
    }

    /// <summary>The front page, best first.</summary>
    /// <param name="stories">All that may stand there, in any order.</param>
    /// <param name="seated">The stories that stand there now.</param>
    /// <param name="options">The constants.</param>
    /// <param name="now">For the floor alone.</param>
    public static IReadOnlyList<RankedStory> Rank(
        IEnumerable<RankedStory> stories, IReadOnlyCollection<string> seated, RankOptions options, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(stories);
        ArgumentNullException.ThrowIfNull(seated);
        ArgumentNullException.ThrowIfNull(options);
        var incumbents = seated.ToHashSet(StringComparer.Ordinal);
        var floor = StoryScore.LogAt(options.Floor, now, options);
        var scored = Shortlist(stories.Where(story => story.Contender.Pin is not null || story.Log >= floor), incumbents, options);
        var chosen = Seat(scored, Bonus, options);
        var unaided = Seat(scored, _ => 0, options).Select(one => one.Contender.StoryId).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. Seat(chosen, _ => 0, options)
                .Select(one => one with { IsKept = !unaided.Contains(one.Contender.StoryId) }),
        ];

        double Bonus(RankedStory one) => incumbents.Contains(one.Contender.StoryId) ? Hold(options.Hysteresis)
            : one.IsSingle ? -Hold(options.SingleHysteresis)
            : 0;

        double Hold(double factor) => Math.Min(Math.Log2(factor), options.MaxHold / options.HalfLife);
    }

    /// <summary>
    /// Whoever can be seated at all: of one publication no more than there are seats. So however many stories there are, one look at each
    /// is enough.
    /// </summary>
    private static List<RankedStory> Shortlist(IEnumerable<RankedStory> stories, HashSet<string> incumbents, RankOptions options)
    {
        var maxSingle = MaxSingle(options);
        List<RankedStory> kept = [];
        var best = new Dictionary<(string Publication, bool IsSingle), PriorityQueue<RankedStory, (double Worth, string Id)>>();
        foreach (var story in stories)
        {
            if (story.Contender.Pin is not null || incumbents.Contains(story.Contender.StoryId))
            {
                kept.Add(story);
                continue;
            }

            var kind = (story.Contender.LeadPublication, story.IsSingle);
            if (!best.TryGetValue(kind, out var queue))
            {
                best[kind] = queue = new(_order);
            }

            var worth = (story.Log, story.Contender.StoryId);
            if (queue.Count < (story.IsSingle ? maxSingle : options.Count))
            {
                queue.Enqueue(story, worth);
            }
            else
            {
                queue.EnqueueDequeue(story, worth);
            }
        }

        kept.AddRange(best.Values.SelectMany(queue => queue.UnorderedItems).Select(item => item.Element));
        return kept;
    }

    private static int MaxSingle(RankOptions options) => (int)Math.Ceiling(options.Count * SharePerPublication);

    /// <summary>
    /// Seat after seat goes to the best of those that are left, each counting less for every story above it that its publication leads. Of one
    /// publication only the best that is left can win, so only that is looked at; of those that it tells alone a few stand for election at all.
    /// </summary>
    private static List<RankedStory> Seat(List<RankedStory> scored, Func<RankedStory, double> bonus, RankOptions options)
    {
        var maxSingle = MaxSingle(options);
        var queues = scored
            .Where(one => one.Contender.Pin is null)
            .GroupBy(one => one.Contender.LeadPublication, StringComparer.Ordinal)
            .Select(publication => new Queue<RankedStory>(publication
                .GroupBy(one => one.IsSingle)
                .SelectMany(kind => kind.OrderByDescending(Bettered).ThenBy(one => one.Contender.StoryId, StringComparer.Ordinal).Take(kind.Key ? maxSingle : options.Count))
                .OrderByDescending(Bettered)
                .ThenBy(one => one.Contender.StoryId, StringComparer.Ordinal)))
            .ToList();
        var seats = scored
            .Where(one => one.Contender.Pin is not null)
            .OrderBy(one => one.Contender.Pin)
            .ThenBy(one => one.Contender.StoryId, StringComparer.Ordinal)
            .Take(options.Count)
            .ToList();
        var above = seats.CountBy(one => one.Contender.LeadPublication, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        while (seats.Count < options.Count && queues.Count > 0)
        {
            var best = queues.MaxBy(queue => (Worth(queue.Peek()), queue.Peek().Contender.StoryId), _order)!;
            var winner = best.Dequeue();
            if (best.Count == 0)
            {
                queues.Remove(best);
            }

            var publication = winner.Contender.LeadPublication;
            seats.Add(winner with { Above = above.GetValueOrDefault(publication) });
            above[publication] = above.GetValueOrDefault(publication) + 1;
        }

        return seats;

        double Bettered(RankedStory one) => one.Log + bonus(one);

        double Worth(RankedStory one) =>
            Bettered(one) + (above.GetValueOrDefault(one.Contender.LeadPublication) * Math.Log2(options.DiversityShare));
    }

    private static readonly Comparer<(double Worth, string Id)> _order = Comparer<(double Worth, string Id)>.Create(
        (one, other) => one.Worth.CompareTo(other.Worth) is not 0 and var order ? order : string.CompareOrdinal(other.Id, one.Id));
}
