using FeedHub.Fetching;
using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Pipelines;

public sealed class RequestedFeedsTests
{
    private const string Slow = "https://slow.example";
    private const string Quick = "https://quick.example";

    private readonly OriginGate _gate = new(new GateOptions { OriginGap = TimeSpan.Zero }, new FakeTimeProvider());
    private readonly RequestedFeeds _requested;

    public RequestedFeedsTests()
    {
        _requested = new RequestedFeeds(_gate);
    }

    [Fact]
    public void PP_15_One_feed_of_each_free_origin_is_found_however_many_wait_there()
    {
        AddAll(Slow, "s1", "s2", "s3");
        AddAll(Quick, "q1", "q2");

        Assert.Equal(["q1", "s1"], Find());

        using (_gate.TryEnter(Slow))
        {
            Assert.Equal(["q1"], Find());
            Assert.Empty(Find(leftOut: Quick));
        }

        Assert.Single(Find(limit: 1));
    }

    [Fact]
    public void What_was_taken_out_comes_no_more_and_can_be_asked_for_again()
    {
        AddAll(Slow, "a", "b");
        AddAll(Slow, "a"); // asked for twice, visited once
        _requested.Remove(new FeedId("a"));

        Assert.Equal(["b"], Find());
        _requested.Remove(new FeedId("b"));
        Assert.Empty(Find());

        AddAll(Slow, "b");
        Assert.Equal(["b"], Find());
    }

    [Fact]
    public void PP_11_Who_waits_for_an_origin_that_asked_for_rest_is_told_and_waits_no_more()
    {
        AddAll(Slow, "s1", "left", "s2");
        AddAll(Quick, "q1", "left-too");

        var hopeless = _requested.TakeHopeless(id => !id.Value.StartsWith("left", StringComparison.Ordinal), origin => origin == Slow ? "it asked for rest" : null);

        Assert.Equal(
            [("s1", "it asked for rest"), ("left", "it left the list"), ("s2", "it asked for rest")],
            hopeless.Select(feed => (feed.Id.Value, feed.Reason)));
        Assert.Equal(["q1"], Find());
        _requested.Remove(new FeedId("q1"));
        Assert.Equal("left-too", Assert.Single(_requested.TakeHopeless(_ => false, _ => null)).Id.Value); // once it is its turn
        Assert.Empty(Find());
    }

    private void AddAll(string origin, params string[] ids) => Array.ForEach(ids, id => _requested.Add(new FeedId(id), origin));

    private IEnumerable<string> Find(int limit = 10, string? leftOut = null) =>
        _requested.FindFree(limit, leftOut is null ? [] : [leftOut]).Select(id => id.Value).Order(StringComparer.Ordinal);
}
