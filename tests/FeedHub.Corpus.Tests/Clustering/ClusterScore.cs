using System.Globalization;

namespace FeedHub.Clustering;

/// <summary>Precision and recall, from 0 to 1, and their harmonic mean.</summary>
internal readonly record struct Agreement(double Precision, double Recall)
{
    public double F1 => Precision + Recall == 0 ? 0 : 2 * Precision * Recall / (Precision + Recall);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Precision:0.000}/{Recall:0.000}/{F1:0.0000}");
}

/// <summary>How well clusters match labels.</summary>
/// <param name="BCubed">By entry: every entry counts once (Bagga and Baldwin, 1998).</param>
/// <param name="Pairwise">By pair of entries: big stories count most.</param>
/// <param name="RepeatedShare">Of labels of at least three publishers, the share that stands in two clusters of at least two publishers each.</param>
/// <param name="ClusterCount">Clusters of the entries that have labels.</param>
internal sealed record ClusterScore(Agreement BCubed, Agreement Pairwise, double RepeatedShare, int ClusterCount)
{
    private const int WideCount = 3;

    /// <summary>The score; entries with a null label are left out.</summary>
    public static ClusterScore Of(IReadOnlyList<string?> labels, IReadOnlyList<string> clusters, IReadOnlyList<string> publishers)
    {
        var entries = labels.Zip(clusters, publishers).Where(entry => entry.First is not null).ToList();
        var byLabel = entries.CountBy(entry => entry.First!, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var byCluster = entries.CountBy(entry => entry.Second, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var joint = entries.CountBy(entry => (Label: entry.First!, Cluster: entry.Second)).ToList();
        var both = joint.Sum(cell => Pairs(cell.Value));
        return new ClusterScore(
            new Agreement(
                joint.Sum(cell => (double)cell.Value * cell.Value / byCluster[cell.Key.Cluster]) / entries.Count,
                joint.Sum(cell => (double)cell.Value * cell.Value / byLabel[cell.Key.Label]) / entries.Count),
            new Agreement(Share(both, byCluster.Values.Sum(Pairs)), Share(both, byLabel.Values.Sum(Pairs))),
            Repeated(entries),
            byCluster.Count);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"B-cubed {BCubed}, pairwise {Pairwise}, dup_top {RepeatedShare:0.0000}, {ClusterCount} clusters");

    private static double Repeated(IEnumerable<(string? Label, string Cluster, string Publisher)> entries)
    {
        var wide = entries
            .GroupBy(entry => entry.Label, StringComparer.Ordinal)
            .Where(label => label.DistinctBy(entry => entry.Publisher).Count() >= WideCount)
            .ToList();
        return Share(
            wide.Count(label => label.GroupBy(entry => entry.Cluster).Count(cluster => cluster.DistinctBy(entry => entry.Publisher).Count() >= 2) >= 2),
            wide.Count,
            ofNone: 0);
    }

    private static double Pairs(int count) => count * (count - 1.0) / 2;

    private static double Share(double part, double whole, double ofNone = 1) => whole == 0 ? ofNone : part / whole;
}
