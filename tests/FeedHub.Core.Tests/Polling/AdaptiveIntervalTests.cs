using System.Text.Json;
using FeedHub.Scheduling.FreshnessSimulation;

namespace FeedHub.Polling;

public sealed class AdaptiveIntervalTests
{
    private static readonly TimeSpan _floor = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan _max = TimeSpan.FromDays(1);

    /// <summary>A Wednesday at noon.</summary>
    private static readonly DateTimeOffset _now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void AP_1_A_feed_is_asked_less_often_the_less_it_publishes()
    {
        var waits = ((double[])[1, 6, 24, 96, 24 * 20]).Select(gap => WaitOf(Uneven(gap, 20))).ToList();
        Assert.Equal(waits.Order(), waits);
        Assert.InRange(waits[0], TimeSpan.FromMinutes(5), TimeSpan.FromHours(1));
        Assert.InRange(waits[^1], TimeSpan.FromHours(4), _max);
    }

    [Fact]
    public void AP_1_At_a_steady_rate_intervals_go_with_one_over_its_root()
    {
        var ratio = WaitOf(Uneven(64, 20)) / WaitOf(Uneven(4, 20));
        Assert.InRange(ratio, 2.5, 6);
    }

    [Fact]
    public void AP_1_An_old_habit_counts_half_after_fourteen_days()
    {
        var rhythm = First(Uneven(6, 40));
        var later = AdaptiveInterval.Observe(rhythm, [], 40, _now, _now.AddDays(14));
        Assert.Equal(rhythm.EntryWeight / 2, later.EntryWeight, 0.01);
    }

    [Fact]
    public void AP_1_A_feed_of_the_morning_is_asked_in_the_morning()
    {
        var rhythm = First(Mornings(28));
        var evening = AdaptiveInterval.Observe(rhythm, [], 60, _now, _now.AddHours(9));
        var due = Due(evening, _now.AddHours(9));
        Assert.InRange(due, _now.AddHours(10), _now.AddHours(20.5));
        Assert.True(due - _now.AddHours(9) > Due(evening with { Week = "" }, _now.AddHours(9)) - _now.AddHours(9));
        Assert.Contains("most at 05-10 UTC", Reason(evening, _now.AddHours(9)), StringComparison.Ordinal);
    }

    [Fact]
    public void AP_1_Three_entries_do_not_make_a_habit()
    {
        var shares = Shares(First([_now.AddDays(-3).AddHours(-5), _now.AddDays(-2).AddHours(-5), _now.AddDays(-1).AddHours(-5)]));
        Assert.All(shares, share => Assert.InRange(share, 0.5, 3));
        Assert.True(Shares(First(Mornings(60))).Max() > shares.Max());
    }

    [Fact]
    public void AP_1_After_an_entry_of_a_feed_that_writes_in_bursts_the_next_visit_comes_soon()
    {
        var bursts = Enumerable.Range(0, 12).SelectMany(burst => Enumerable.Range(0, 6).Select(n => _now.AddHours(-burst * 31).AddMinutes(-n * 7)));
        var rhythm = First(bursts, windowCount: 200);
        var calm = AdaptiveInterval.Observe(rhythm, [], 200, _now, _now.AddHours(10));
        Assert.InRange(Due(rhythm, _now) - _now, _floor, TimeSpan.FromMinutes(15));
        Assert.True(Due(calm, _now.AddHours(10)) - _now.AddHours(10) > TimeSpan.FromMinutes(30));
        Assert.Contains("more may follow", Reason(rhythm, _now), StringComparison.Ordinal);
    }

    [Fact]
    public void AP_1_The_longer_a_feed_stays_silent_the_less_often_it_is_asked()
    {
        var rhythm = First(Uneven(3, 50));
        var waits = new List<TimeSpan>();
        var at = _now;
        for (var days = 0; days < 90; days += 15)
        {
            rhythm = AdaptiveInterval.Observe(rhythm, [], 50, at, _now.AddDays(days));
            at = _now.AddDays(days);
            waits.Add(Due(rhythm, at) - at);
        }

        Assert.Equal(waits.Order(), waits);
        Assert.True(waits[^1] > waits[0] * 4);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(60)]
    [InlineData(2000)]
    public void AP_2_The_wait_is_between_the_floor_and_the_longest(int floorMinutes)
    {
        var floor = TimeSpan.FromMinutes(floorMinutes);
        foreach (var dates in (IEnumerable<DateTimeOffset>[])[[], [_now], Uneven(0.02, 500), Uneven(1, 50), Uneven(3000, 5), Daily(9)])
        {
            var wait = AdaptiveInterval.Next(First(dates), floor, _max, _now).DueAt - _now;
            Assert.InRange(wait, floor, floor > _max ? floor : _max);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(20)]
    public void AP_2_No_more_is_expected_than_seven_tenths_of_the_window(int windowCount)
    {
        var rhythm = First(Uneven(0.5, 100)) with { WindowCount = windowCount };
        Assert.InRange(Due(rhythm, _now) - _now, _floor, TimeSpan.FromHours(0.5 * 0.7 * windowCount * 1.3));
    }

    [Fact]
    public void AP_2_A_window_that_a_burst_has_nearly_filled_is_watched_closely()
    {
        var burst = Enumerable.Range(0, 12).Select(n => _now.AddDays(-9).AddMinutes(n * 4)).Append(_now.AddDays(-20)).Append(_now.AddDays(-4));
        var (due, reason) = AdaptiveInterval.Next(First(burst), _floor, _max, _now);
        Assert.InRange(due - _now, TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(90));
        Assert.Contains("must not overflow", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void AP_3_A_daily_feed_is_asked_just_after_its_moment()
    {
        var (due, reason) = AdaptiveInterval.Next(First(Daily(9)), TimeSpan.FromHours(1), _max, new DateTimeOffset(2026, 3, 5, 6, 0, 0, TimeSpan.Zero));
        Assert.InRange(due, new DateTimeOffset(2026, 3, 5, 9, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 3, 5, 9, 10, 0, TimeSpan.Zero));
        Assert.Equal("an entry every day at 09:00 UTC", reason);
    }

    [Fact]
    public void AP_3_A_weekly_feed_is_asked_just_after_its_moment()
    {
        var mondays = Enumerable.Range(0, 8).Select(week => new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero).AddDays(-7 * week));
        var monday = new DateTimeOffset(2026, 3, 9, 7, 0, 0, TimeSpan.Zero);
        var rhythm = AdaptiveInterval.Observe(First(mondays), [], 8, _now, monday);
        var (due, reason) = AdaptiveInterval.Next(rhythm, TimeSpan.FromHours(1), _max, monday);
        Assert.InRange(due, monday.AddHours(2), monday.AddHours(2.2));
        Assert.Equal("an entry every Monday 09:00 UTC", reason);
    }

    [Fact]
    public void AP_3_A_feed_of_working_days_is_not_awaited_on_Saturday()
    {
        var days = Enumerable.Range(0, 60).Select(day => new DateTimeOffset(2026, 3, 6, 9, 0, 0, TimeSpan.Zero).AddDays(-day))
            .Where(day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));
        var friday = new DateTimeOffset(2026, 3, 6, 9, 30, 0, TimeSpan.Zero);
        var rhythm = AdaptiveInterval.Observe(null, [.. days.Select(day => (DateTimeOffset?)day)], 60, null, friday);
        var beat = Beat.Of(rhythm.Newest, friday)!;
        Assert.Equal(new DateTimeOffset(2026, 3, 9, 9, 1, 0, TimeSpan.Zero), beat.NextVisit(new WeekProfile(rhythm.Week, rhythm.WeekUnit), _floor, friday));
    }

    [Fact]
    public void AP_3_An_entry_that_is_late_is_asked_for_after_as_long_again()
    {
        var rhythm = First(Daily(9));
        var nine = new DateTimeOffset(2026, 3, 5, 9, 0, 0, TimeSpan.Zero);
        var late = nine.AddMinutes(40);
        Assert.Equal(late.AddMinutes(40), Beat.Of(rhythm.Newest, late)!.NextVisit(new WeekProfile(rhythm.Week, rhythm.WeekUnit), _floor, late));
        Assert.Null(Beat.Of(rhythm.Newest, nine.AddDays(6)));
    }

    [Fact]
    public void AP_4_A_window_that_is_nearly_all_new_halves_the_interval()
    {
        var before = First(Uneven(20, 20));
        var at = _now.AddHours(8);
        DateTimeOffset?[] dates = [.. Enumerable.Range(0, 18).Select(n => (DateTimeOffset?)_now.AddMinutes(n * 2))];
        var rhythm = AdaptiveInterval.Observe(before, dates, 20, _now, at);
        Assert.Equal(TimeSpan.FromHours(4), rhythm.Hurry);
        Assert.True(Due(rhythm, at) <= at.AddHours(4));
        Assert.Equal(at.AddHours(1), AdaptiveInterval.Next(rhythm with { Hurry = TimeSpan.Zero }, TimeSpan.FromHours(1), _max, at).DueAt);
        Assert.Contains(
            "entries may have been lost", Reason(rhythm with { Hurry = TimeSpan.FromMinutes(6) }, at), StringComparison.Ordinal);
        Assert.Null(AdaptiveInterval.Observe(rhythm, [at], 20, at, at.AddHours(1)).Hurry);
    }

    [Fact]
    public void AP_5_Dates_that_cannot_be_are_not_learned_from()
    {
        DateTimeOffset?[] odd = [DateTimeOffset.MinValue, DateTimeOffset.MaxValue, _now.AddDays(1), new DateTimeOffset(1989, 12, 31, 0, 0, 0, TimeSpan.Zero), null];
        var rhythm = AdaptiveInterval.Observe(null, odd, 5, null, _now);
        Assert.Empty(rhythm.Newest);
        Assert.Equal(0, rhythm.EntryWeight);
    }

    [Fact]
    public void AP_5_Dates_that_are_all_alike_are_not_learned_from()
    {
        var rhythm = AdaptiveInterval.Observe(null, [.. Enumerable.Repeat<DateTimeOffset?>(_now.AddHours(-1), 20)], 20, null, _now);
        Assert.Empty(rhythm.Newest);
    }

    [Fact]
    public void AP_5_What_has_no_date_counts_from_when_it_was_first_seen()
    {
        var rhythm = AdaptiveInterval.Observe(First(Uneven(20, 20)), [null, _now.AddYears(-3), null], 20, _now, _now.AddHours(4));
        Assert.Equal([_now.AddHours(1), _now.AddHours(2), _now.AddHours(3)], rhythm.Newest.TakeLast(3));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("old")]
    [InlineData("alike")]
    [InlineData("future")]
    public void AP_5_A_feed_that_changes_all_its_ids_is_not_asked_at_the_floor_for_ever(string kind)
    {
        PostingRhythm? rhythm = null;
        DateTimeOffset? previous = null;
        var at = _now;
        for (var visit = 0; visit < 20; visit++)
        {
            DateTimeOffset?[] dates = [.. Enumerable.Range(0, 30).Select<int, DateTimeOffset?>(n => kind switch
            {
                "old" => _now.AddDays(-n),
                "alike" => at,
                "future" => at.AddDays(n + 1),
                _ => null,
            })];
            rhythm = AdaptiveInterval.Observe(rhythm, dates, 30, previous, at);
            (previous, at) = (at, Due(rhythm, at));
        }

        Assert.Equal(TimeSpan.FromHours(6), at - previous);
        Assert.Contains("cannot be trusted", Reason(rhythm!, at), StringComparison.Ordinal);
    }

    [Fact]
    public void AP_5_Ten_thousand_entries_at_once_are_no_habit()
    {
        var rhythm = First(Enumerable.Range(0, 10_000).Select(n => _now.AddSeconds(-n)), windowCount: 10_000);
        rhythm = AdaptiveInterval.Observe(rhythm, [], 10_000, _now, _now.AddDays(3));
        Assert.True(Due(rhythm, _now.AddDays(3)) > _now.AddDays(3).AddMinutes(45));
    }

    [Fact]
    public void Nothing_known_is_asked_a_few_times_a_day()
    {
        var rhythm = AdaptiveInterval.Observe(null, [], 0, null, _now);
        Assert.InRange(Due(rhythm, _now) - _now, TimeSpan.FromHours(1), TimeSpan.FromHours(6));
    }

    [Fact]
    public void A_clock_that_was_wrong_once_does_no_lasting_harm()
    {
        var wrong = AdaptiveInterval.Observe(First(Uneven(6, 40)), [_now.AddYears(10)], 40, _now, _now.AddYears(10));
        var right = AdaptiveInterval.Observe(wrong, [_now.AddHours(1)], 40, _now.AddYears(10), _now.AddHours(2));
        Assert.True(right.Newest[^1] <= _now.AddHours(2));
        Assert.InRange(Due(right, _now.AddHours(2)), _now.AddHours(2) + _floor, _now.AddHours(2) + _max);
    }

    [Fact]
    public void A_feed_that_comes_back_after_a_lifetime_is_learned_anew()
    {
        var rhythm = AdaptiveInterval.Observe(First(Mornings(40)), [_now.AddYears(80)], 40, _now, _now.AddYears(80));
        Assert.All(Shares(rhythm), share => Assert.InRange(share, 0.5, 2));
        Assert.InRange(Due(rhythm, _now.AddYears(80)) - _now.AddYears(80), _floor, _max);
    }

    [Fact]
    public void Noise_is_answered_within_bounds_and_always_alike()
    {
        var draw = new Draw(5);
        for (var round = 0; round < 300; round++)
        {
            PostingRhythm? rhythm = null;
            DateTimeOffset? previous = null;
            var at = _now;
            for (var visit = 0; visit < 6; visit++)
            {
                DateTimeOffset?[] dates = [.. Enumerable.Range(0, (int)draw.Magnitude(1, 60)).Select<int, DateTimeOffset?>(_ => draw.Next() switch
                {
                    < 0.1 => null,
                    < 0.2 => DateTimeOffset.MaxValue,
                    < 0.3 => DateTimeOffset.MinValue,
                    _ => at.AddHours(draw.Between(-1, 0.01) * draw.Magnitude(0.001, 10_000)),
                })];
                var (windowCount, before) = ((int)draw.Between(-1, 80), rhythm);
                rhythm = AdaptiveInterval.Observe(before, dates, windowCount, previous, at);
                var due = Due(rhythm, at);
                Assert.Equal(due, Due(AdaptiveInterval.Observe(before, dates, windowCount, previous, at), at));
                Assert.InRange(due - at, _floor, _max);
                Assert.Equal(0, due.Ticks % TimeSpan.TicksPerMillisecond);
                (previous, at) = (at, draw.Chance(0.1) ? at.AddDays(-1) : due);
            }
        }
    }

    [Fact]
    public void A_rhythm_is_small_and_comes_back_from_JSON_as_it_was()
    {
        var rhythm = First(Mornings(300).Select(time => time.AddMilliseconds(123)));
        for (var hour = 1; hour < 2000; hour += 7)
        {
            rhythm = AdaptiveInterval.Observe(rhythm, [_now.AddHours(hour - 1)], 60, _now.AddHours(hour - 7), _now.AddHours(hour));
        }

        var json = JsonSerializer.Serialize(rhythm);
        var back = JsonSerializer.Deserialize<PostingRhythm>(json)!;
        Assert.Equal(json, JsonSerializer.Serialize(back));
        Assert.Equal(Due(rhythm, _now.AddDays(90)), Due(back, _now.AddDays(90)));
        Assert.InRange(json.Length, 100, 700); // with dates as text; the store writes them as numbers, and shorter
    }

    private static PostingRhythm First(IEnumerable<DateTimeOffset> dates, int? windowCount = null)
    {
        DateTimeOffset?[] all = [.. dates.Select(date => (DateTimeOffset?)date)];
        return AdaptiveInterval.Observe(null, all, windowCount ?? all.Length, null, _now);
    }

    /// <summary>So many entries, by chance but always the same, with such a mean gap in hours; the newest half a gap ago.</summary>
    private static IEnumerable<DateTimeOffset> Uneven(double gap, int count)
    {
        var draw = new Draw(11);
        var at = _now.AddHours(-gap / 2);
        for (var index = 0; index < count; index++)
        {
            yield return at;
            at = at.AddHours(-draw.Exponential(gap));
        }
    }

    private static IEnumerable<DateTimeOffset> Daily(int hour) =>
        Enumerable.Range(0, 10).Select(day => new DateTimeOffset(2026, 3, 4, hour, 0, 0, TimeSpan.Zero).AddDays(-day));

    /// <summary>Two or three entries between six and nine, every day.</summary>
    private static IEnumerable<DateTimeOffset> Mornings(int count)
    {
        var draw = new Draw(3);
        return Enumerable.Range(0, count).Select(index =>
            new DateTimeOffset(2026, 3, 4, 6, 0, 0, TimeSpan.Zero).AddDays(-index * 2 / 5).AddHours(Math.Round(draw.Between(0, 3), 3)));
    }

    private static double[] Shares(PostingRhythm rhythm)
    {
        var week = new WeekProfile(rhythm.Week, rhythm.WeekUnit);
        return [.. week.DayShares().SelectMany(day => week.HourShares().Select(hour => day * hour * WeekProfile.HourCount))];
    }

    private static TimeSpan WaitOf(IEnumerable<DateTimeOffset> dates) => Due(First(dates, 1000), _now) - _now;

    private static DateTimeOffset Due(PostingRhythm rhythm, DateTimeOffset at) => AdaptiveInterval.Next(rhythm, _floor, _max, at).DueAt;

    private static string Reason(PostingRhythm rhythm, DateTimeOffset at) => AdaptiveInterval.Next(rhythm, _floor, _max, at).Reason;
}
