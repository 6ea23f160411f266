using System.Globalization;
using FeedHub.Clustering;

namespace FeedHub.Ranking;

/// <summary>How good a front page was, and how restless.</summary>
/// <param name="Gain">nDCG of the first ten: what a page told of what publications were about to tell, against the best page there could be.</param>
/// <param name="EnteringPerDay">Stories that came onto the page, the first page not counted.</param>
/// <param name="ReturningPerDay">Those of them that had stood there before.</param>
/// <param name="HoursToPage">Hours from the first article of a story that came onto the page until it stood there, in the middle.</param>
internal sealed record SimulatedPage(double Gain, double EnteringPerDay, double ReturningPerDay, double HoursToPage)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"nDCG@10 {Gain:0.000}, entering {EnteringPerDay:0.0} and returning {ReturningPerDay:0.0} a day, {HoursToPage:0.0} h to the page");
}

/// <summary>
/// A page over labelled entries, which is refreshed four times an hour. What a story is worth at a moment is how many publications will tell of it
/// within six hours: log2(1 + publications). A story that stands there twice is worth that once.
/// </summary>
internal static class RankingSimulation
{
    private const int PageCount = 20;
    private const int GainCount = 10;
    private static readonly TimeSpan _refreshEvery = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan _horizon = TimeSpan.FromHours(6);

    /// <summary>Runs it from the first entry to the last.</summary>
    public static SimulatedPage Run(IReadOnlyList<LabelledEntry> entries, RankOptions? options = null)
    {
        var settings = (options ?? new RankOptions(PageCount)) with { Count = PageCount };
        var engine = new StoryEngine(settings, TimeSpan.FromDays(2));
        var labelOf = entries.ToDictionary(entry => entry.Text.Key, entry => entry.Label, StringComparer.Ordinal);
        var told = entries
            .Where(entry => entry.Label is not null)
            .GroupBy(entry => entry.Label!, StringComparer.Ordinal)
            .ToDictionary(label => label.Key, label => label.Select(entry => (entry.Text.At, entry.Text.Publication)).ToArray(), StringComparer.Ordinal);
        var (start, end) = (entries[0].Text.At, entries[^1].Text.At);
        var (next, gains, entering, returning) = (0, new List<double>(), 0, 0);
        var (stood, standing, waits) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal), new List<double>());
        for (var now = start; now <= end; now += _refreshEvery)
        {
            for (; next < entries.Count && entries[next].Text.At <= now; next++)
            {
                engine.See(entries[next].Text);
            }

            var page = engine.Publish(now).Whole.FrontPage;
            foreach (var id in page.Where(id => !standing.Contains(id) && stood.Count >= PageCount))
            {
                entering++;
                returning += stood.Contains(id) ? 1 : 0;
                waits.Add((now - engine.ArticlesOf(id).Min(key => entries.First(entry => entry.Text.Key == key).Text.At)).TotalHours);
            }

            standing = [.. page];
            stood = [.. stood.Select(engine.Resolve), .. page];
            if (now + _horizon <= end)
            {
                gains.Add(Gain(page, engine, labelOf, told, now));
            }
        }

        var days = (end - start).TotalDays;
        waits.Sort();
        return new SimulatedPage(
            gains.Where(gain => !double.IsNaN(gain)).Average(), entering / days, returning / days, waits.Count == 0 ? 0 : waits[waits.Count / 2]);
    }

    private static double Gain(
        IReadOnlyList<string> page,
        StoryEngine engine,
        Dictionary<string, string?> labelOf,
        Dictionary<string, (DateTimeOffset At, string Publication)[]> told,
        DateTimeOffset now)
    {
        var worth = told
            .Where(label => label.Value[0].At <= now)
            .ToDictionary(
                label => label.Key,
                label => Math.Log2(1 + label.Value.Where(one => one.At > now && one.At <= now + _horizon).DistinctBy(one => one.Publication).Count()),
                StringComparer.Ordinal);
        var best = Discounted(worth.Values.OrderDescending());
        if (best == 0)
        {
            return double.NaN;
        }

        var shown = new HashSet<string>(StringComparer.Ordinal);
        return Discounted(page.Select(id =>
            engine.ArticlesOf(id).Select(key => labelOf[key]).OfType<string>().GroupBy(label => label, StringComparer.Ordinal).MaxBy(label => label.Count())?.Key
                is { } label && shown.Add(label) ? worth.GetValueOrDefault(label) : 0)) / best;
    }

    private static double Discounted(IEnumerable<double> gains) => gains.Take(GainCount).Select((gain, place) => gain / Math.Log2(place + 2)).Sum();
}
