namespace FeedHub.Clustering;

/// <summary>The measures on examples that were worked out by hand.</summary>
public sealed class ClusterScoreTests
{
    [Fact]
    public void A_mixed_cluster_and_a_split_story_cost_as_worked_out_by_hand()
    {
        var score = Score("AAABB", "xxyyy");

        Assert.Equal((1 + 1 + (1 / 3.0) + (2 / 3.0) + (2 / 3.0)) / 5, score.BCubed.Precision, 9);
        Assert.Equal(((2 / 3.0) + (2 / 3.0) + (1 / 3.0) + 1 + 1) / 5, score.BCubed.Recall, 9);
        Assert.Equal((0.5, 0.5), (score.Pairwise.Precision, score.Pairwise.Recall));
    }

    [Fact]
    public void The_same_clusters_under_other_names_are_perfect()
    {
        var score = Score("AABBC", "33112");

        Assert.Equal((1, 1), (score.BCubed.F1, score.Pairwise.F1));
    }

    [Fact]
    public void Entries_alone_are_precise_and_one_lump_is_complete()
    {
        Assert.Equal(new Agreement(1, 0.5), Score("AAAB", "1234").BCubed);
        Assert.Equal(new Agreement(10 / 16.0, 1), Score("AAAB", "0000").BCubed);
    }

    [Fact]
    public void A_story_in_two_clusters_of_two_publishers_is_repeated()
    {
        Assert.Equal(1, Score("AAAAAA", "112233", "pqrspq").RepeatedShare);
        Assert.Equal(0, Score("AAAAAA", "111123", "pqrspq").RepeatedShare);
        Assert.Equal(0, Score("AAAA", "1122", "pqpq").RepeatedShare); // two publishers are no wide story
    }

    [Fact]
    public void What_nobody_could_label_is_left_out() =>
        Assert.Equal(new Agreement(1, 1), ClusterScore.Of(["A", null, "A"], ["x", "x", "x"], ["p", "q", "r"]).BCubed);

    private static ClusterScore Score(string labels, string clusters, string? publishers = null) => ClusterScore.Of(
        [.. labels.Select(label => label.ToString())],
        [.. clusters.Select(cluster => cluster.ToString())],
        [.. (publishers ?? labels).Select(publisher => publisher.ToString())]);
}
