namespace FeedHub.Ranking;

/// <summary>A story that may stand on a front page.</summary>
/// <param name="StoryId">The story.</param>
/// <param name="Evidence">What speaks for it; not empty.</param>
/// <param name="LeadPublication">Who leads it.</param>
/// <param name="Pin">Its place before all that is not pinned; null: it is not.</param>
public sealed record Contender(string StoryId, IReadOnlyList<Evidence> Evidence, string LeadPublication, int? Pin);

/// <summary>A story on a front page.</summary>
/// <param name="Contender">The story.</param>
/// <param name="Log">Its score as <see cref="StoryScore.LogOf"/> gives it.</param>
/// <param name="Above">Stories above it that the same publication leads.</param>
/// <param name="IsKept">It keeps its seat only because it had it.</param>
public sealed record RankedStory(Contender Contender, double Log, int Above, bool IsKept);

/// <summary>
/// Orders stories by what speaks for them. The order changes only with new evidence: who has a seat keeps it until somebody is clearly better,
/// and no publication fills the page.
/// </summary>
public static class StoryRanker
{
    private const double SharePerPublication = 1 / 5.0;

    /// <summary>The front page, best first.</summary>
    /// <param name="contenders">In any order.</param>
    /// <param name="seated">The stories that stand there now.</param>
    /// <param name="options">The constants.</param>
    /// <param name="now">For the floor alone.</param>
    public static IReadOnlyList<RankedStory> Rank(
        IEnumerable<Contender> contenders, IReadOnlyCollection<string> seated, RankOptions options, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(seated);
        ArgumentNullException.ThrowIfNull(options);
        var scored = contenders
            .Select(contender => (Contender: contender, Log: StoryScore.LogOf(contender.Evidence, options)))
            .Where(one => one.Log is { } log && (one.Contender.Pin is not null || StoryScore.At(log, now, options) >= options.Floor))
            .Select(one => new RankedStory(one.Contender, one.Log!.Value, 0, false))
            .OrderByDescending(one => one.Log)
            .ThenBy(one => one.Contender.StoryId, StringComparer.Ordinal)
            .ToList();
        var incumbents = seated.ToHashSet(StringComparer.Ordinal);
        var chosen = Seat(scored, one => incumbents.Contains(one.Contender.StoryId) ? Math.Log2(options.Hysteresis) : 0, options);
        var unaided = Seat(scored, _ => 0, options).Select(one => one.Contender.StoryId).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. Seat([.. chosen.OrderByDescending(one => one.Log).ThenBy(one => one.Contender.StoryId, StringComparer.Ordinal)], _ => 0, options)
                .Select(one => one with { IsKept = !unaided.Contains(one.Contender.StoryId) }),
        ];
    }

    /// <summary>
    /// Seat after seat goes to the best of those that are left, each counting less for every story above it that its publication leads. Of one
    /// publication only the best that is left can win, so only that is looked at; of those that it tells alone a few stand for election at all.
    /// </summary>
    private static List<RankedStory> Seat(List<RankedStory> scored, Func<RankedStory, double> bonus, RankOptions options)
    {
        var maxSingle = (int)Math.Ceiling(options.Count * SharePerPublication);
        var queues = scored
            .Where(one => one.Contender.Pin is null)
            .GroupBy(one => one.Contender.LeadPublication, StringComparer.Ordinal)
            .Select(publication => new Queue<RankedStory>(publication
                .GroupBy(one => StoryScore.IsSingle(one.Contender.Evidence))
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
