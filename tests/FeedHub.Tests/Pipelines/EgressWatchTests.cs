using Microsoft.Extensions.Logging.Abstractions;

namespace FeedHub.Pipelines;

public sealed class EgressWatchTests
{
    private static readonly DateTimeOffset _start = new(2026, 11, 2, 8, 0, 0, TimeSpan.Zero);

    private readonly EgressWatch _watch = new(NullLogger<EgressWatch>.Instance);

    [Fact]
    public void F_3_While_no_name_resolves_one_feed_a_second_is_tried_and_all_go_on_as_soon_as_one_does()
    {
        var failed = Enumerable.Range(0, 5).Select(number => Well(number)).ToList();
        Assert.Equal([false, false, false, false, true], failed.Select(state => _watch.Observe(state, "dns", _start)));

        Assert.True(_watch.IsDown);
        Assert.Equal(
            [true, false, false, true, false],
            new[] { 0, 0.1, 0.9, 1.0, 1.5 }.Select(second => _watch.MayVisit(_start.AddSeconds(second))));
        Assert.Empty(_watch.TakeUnjust());
        Assert.True(_watch.Observe(Well(5), "dns", _start.AddHours(1))); // and nothing is held against those that are tried

        Assert.False(_watch.Observe(Well(6), null, _start.AddHours(1)));
        Assert.False(_watch.IsDown);
        Assert.True(_watch.MayVisit(_start.AddHours(1)) && _watch.MayVisit(_start.AddHours(1)));
        Assert.Equal(["f0", "f1", "f2", "f3", "f4", "f5"], _watch.TakeUnjust().Select(state => state.Id.Value).Order());
    }

    [Fact]
    public void Feeds_that_never_worked_slow_nobody_down_however_many_they_are()
    {
        for (var number = 0; number < 500; number++)
        {
            _watch.Observe(Well(number) with { LastSuccessAt = null }, "connect-timeout", _start);
        }

        Assert.True(_watch.Observe(Well(500) with { LastError = "It failed before." }, "connect-timeout", _start)); // suspect, and none the less
        Assert.False(_watch.IsDown);
    }

    [Fact]
    public void Origins_that_take_a_connection_and_keep_silent_slow_nobody_down()
    {
        Assert.True(Enumerable.Range(0, 500).Select(number => _watch.Observe(Well(number), "timeout", _start)).ToList()[^1]);
        Assert.False(_watch.IsDown);
    }

    [Fact]
    public void F_19_Half_of_the_visits_at_five_origins_must_fail_alike()
    {
        for (var number = 0; number < 10; number++)
        {
            Assert.False(_watch.Observe(Well(number), null, _start));
        }

        Assert.Equal(
            [.. Enumerable.Repeat(false, 9), true],
            Enumerable.Range(0, 10).Select(number => _watch.Observe(Well(number), "html", _start.AddMinutes(1))));
        Assert.False(_watch.Observe(Well(11), "http-404", _start.AddMinutes(1))); // of its own, whatever the others do
    }

    [Fact]
    public void F_19_Four_origins_that_fail_are_not_enough_however_many_their_feeds()
    {
        var visits = Enumerable.Range(0, 100).Select(number => _watch.Observe(Well(number, $"http://{number % 4}.example/{number}"), "html", _start)).ToList();
        Assert.DoesNotContain(true, visits);
    }

    private static FeedState Well(int number, string? url = null) => new()
    {
        Id = new FeedId($"f{number}"),
        Url = new Uri(url ?? $"http://{number}.example/feed"),
        IsFollowed = true,
        DueAt = _start,
        DueReason = "",
        Floor = TimeSpan.FromHours(1),
        LastSuccessAt = _start.AddHours(-1),
    };
}
