using FeedHub.Clustering;

namespace FeedHub.Ranking;

/// <summary>
/// A page must tell what matters and must not be restless. The bounds of the whole set were set before anything was tuned; those of its halves and of
/// the other sets show that no constant suits one set alone, and are what was reached.
/// </summary>
public sealed class RankingSimulationTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("uci-news-dev.tsv", "all", 0.72, 14, 2)]
    [InlineData("uci-news-dev.tsv", "half of the stories", 0.72, 14, 3)]
    [InlineData("uci-news-dev.tsv", "the other half", 0.72, 14, 2)]
    [InlineData("uci-news-dev.tsv", "one entry of five", 0.64, 14, 2.5)]
    [InlineData("ground-news-dev.tsv", "all", 0.58, 14, 2)] // nothing was tuned on it
    [InlineData("sameday-2026-dev.tsv", "all", 0.37, 20, 2)] // mostly told once, so that nobody can know what will be told again
    public void The_page_tells_what_will_be_told_and_is_calm(string set, string part, double minGain, double maxEntering, double maxReturning)
    {
        RealDocuments.Require();
        var all = LabelledEntry.Read(set);

        var page = RankingSimulation.Run(part switch
        {
            "half of the stories" => [.. all.Where(entry => IsOfHalf(entry.Label!))],
            "the other half" => [.. all.Where(entry => !IsOfHalf(entry.Label!))],
            "one entry of five" => [.. all.Where(entry => entry.Text.Key.Sum(letter => letter * 17) % 5 == 1)],
            _ => all,
        });

        output.WriteLine($"{set}, {part}: {page}");
        Assert.InRange(page.Gain, minGain, 1);
        Assert.InRange(page.EnteringPerDay, 0, maxEntering);
        Assert.InRange(page.ReturningPerDay, 0, maxReturning);

        static bool IsOfHalf(string label) => label.Sum(letter => letter * 31 % 7) % 2 == 0;
    }
}
