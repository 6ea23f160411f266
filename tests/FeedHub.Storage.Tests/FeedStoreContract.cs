using System.Text.Json;

namespace FeedHub.Storage;

/// <summary>What every store promises. A store's tests inherit this and say how it is opened.</summary>
public abstract class FeedStoreContract
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_store_knows_its_hub_and_nothing_else()
    {
        await using var store = await OpenAsync();

        var hub = await store.ReadHubAsync(Cancellation);

        Assert.StartsWith("urn:uuid:", hub.Id, StringComparison.Ordinal);
        Assert.Equal(0, hub.Edition.Number);
        Assert.Empty(await store.ReadFeedsAsync(Cancellation));
        Assert.Empty(await store.ReadLatestAsync(10, Cancellation));
    }

    [Fact]
    public async Task PP_3_What_was_committed_is_there_after_the_store_was_opened_again()
    {
        var feed = Sample.Feed("one") with
        {
            Validators = new Validators("https://one.example.org/feed", "W/\"odd \\ tag\"", "not a date"),
            Profile = new FeedProfile { Format = FeedFormat.Atom03, Title = "One", Authors = [new Person("Ada", null, null)] },
            LastRequestAt = Sample.Noon.AddMilliseconds(1),
            KeyStep = EntryKeyStep.Link,
        };
        var entry = Sample.Entry("one", "a") with { CommentsCount = 3, Enclosures = [new Enclosure("https://e/1.mp3", "audio/mpeg", 1)] };
        HubState hub;
        await using (var store = await OpenAsync())
        {
            hub = await store.ReadHubAsync(Cancellation) with
            {
                FirstRoundDone = true,
                Edition = Sample.Edition(7, Sample.Noon),
                Documents = [new DocumentStamp("/latest.atom", "ff", Sample.Noon)],
            };
            await store.CommitAsync(Sample.Commit(entry) with { Feeds = [feed], Hub = hub }, Cancellation);
        }

        await using var again = await OpenAsync();

        AssertSame(hub, await again.ReadHubAsync(Cancellation));
        AssertSame(feed, Assert.Single(await again.ReadFeedsAsync(Cancellation)));
        var found = await again.FindEntriesAsync(feed.Id, [entry.Key, new EntryKey("b")], Cancellation);
        AssertSame(entry, Assert.Single(found).Value);
        AssertSame(Sample.Article(entry), Assert.Single(await again.ReadLatestAsync(10, Cancellation)).Article);
    }

    [Fact]
    public async Task Keys_are_kept_replaced_and_removed()
    {
        var key = new ApiKey { Id = "1a2b3c4d", Scope = ApiKeyScope.Write, Sha256 = new string('a', 64), CreatedAt = Sample.Noon };
        var other = new ApiKey { Id = "5e6f7a8b", Scope = ApiKeyScope.Read, Sha256 = new string('b', 64), CreatedAt = Sample.Noon.AddMinutes(1) };
        await using (var store = await OpenAsync())
        {
            Assert.Empty(await store.ReadKeysAsync(Cancellation));
            await store.SaveKeyAsync(other, Cancellation);
            await store.SaveKeyAsync(key, Cancellation);
            await store.SaveKeyAsync(key with { LastUsedAt = Sample.Noon.AddHours(1) }, Cancellation);
            Assert.False(await store.RemoveKeyAsync("unknown", Cancellation));
        }

        await using var again = await OpenAsync();
        Assert.Equal([key with { LastUsedAt = Sample.Noon.AddHours(1) }, other], await again.ReadKeysAsync(Cancellation));
        Assert.True(await again.RemoveKeyAsync(key.Id, Cancellation));
        Assert.Equal([other], await again.ReadKeysAsync(Cancellation));
    }

    [Fact]
    public async Task Entries_are_counted_by_the_moment_of_their_first_sight()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(
            Sample.Commit([.. Enumerable.Range(0, 10).Select(number => Sample.Entry("one", $"k{number}", Sample.Noon.AddMinutes(number)))]), Cancellation);

        Assert.Equal(3, await store.CountEntriesAsync(Sample.Noon.AddMinutes(2), Sample.Noon.AddMinutes(5), Cancellation));
        Assert.Equal(10, await store.CountEntriesAsync(Sample.Noon, Sample.Noon.AddDays(1), Cancellation));
        Assert.Equal(0, await store.CountEntriesAsync(Sample.Noon.AddDays(1), Sample.Noon.AddDays(2), Cancellation));
    }

    [Fact]
    public async Task A_pause_by_the_operator_outlives_the_visit_under_way_and_a_restart()
    {
        var feed = Sample.Feed("one");
        await using (var store = await OpenAsync())
        {
            await store.CommitAsync(new StoreCommit { Feeds = [feed] }, Cancellation);
            await store.ChangeFeedsAsync(states => [.. states.Select(state => state with { PausedAt = Sample.Noon })], Cancellation);
            await store.CommitAsync(new StoreCommit { Feeds = [feed with { VisitCount = 1 }] }, Cancellation);
            await store.CommitSoonAsync([feed with { VisitCount = 2 }], null, Cancellation);
            Assert.Empty(await store.ClaimDueAsync(feed.DueAt.AddDays(1), feed.DueAt.AddDays(1), 10, _ => true, Cancellation));
        }

        await using var again = await OpenAsync();
        Assert.Equal(Sample.Noon, Assert.Single(await again.ReadFeedsAsync(Cancellation)).PausedAt);
    }

    [Fact]
    public async Task Entries_are_found_by_their_keys_whatever_their_age_and_their_feed_s_other_entries()
    {
        await using var store = await OpenAsync();
        Entry[] entries = [.. Enumerable.Range(0, 60).Select(number => Sample.Entry(number % 2 == 0 ? "one" : "two", $"k{number}", Sample.Noon.AddMinutes(number)))];
        await store.CommitAsync(Sample.Commit(entries), Cancellation);
        var name = Sample.Entry("one", "name", Sample.Noon) with { SameAs = new EntryKey("k0") };
        await store.CommitAsync(new StoreCommit { Entries = [name] }, Cancellation);

        string[] wanted = ["k58", "k56", "k54", "k30", "k2", "k0", "name"];
        var found = await store.FindEntriesAsync(
            new FeedId("one"), [.. wanted.Concat(["k1", "k59", "unknown", "k58"]).Select(key => new EntryKey(key))], Cancellation);

        Assert.Equal(wanted.Order(StringComparer.Ordinal), found.Keys.Select(key => key.Value).Order(StringComparer.Ordinal));
        Assert.All(found, pair => Assert.Equal(pair.Key, pair.Value.Key));
    }

    [Fact]
    public async Task Articles_are_read_by_the_first_sight_of_what_founded_them_each_once_and_those_outside_of_latest_too()
    {
        await using var store = await OpenAsync();
        Entry[] entries = [.. Enumerable.Range(0, 30).Select(number => Sample.Entry("one", $"k{number}", Sample.Noon.AddMinutes(number / 5)))];
        var commit = Sample.Commit(entries);
        var carried = Sample.Entry("two", "later", Sample.Noon.AddMinutes(4), commit.Articles[0].Key);
        await store.CommitAsync(
            commit with
            {
                Entries = [.. commit.Entries, carried],
                Articles = [.. commit.Articles.Select((article, index) => index == 7 ? article with { InLatest = false } : article)],
            },
            Cancellation);
        Assert.Equal(Sample.Noon, await store.FindFirstSightAsync(Cancellation));

        List<LedArticle> all = [];
        for (DateTimeOffset? before = Sample.Noon.AddMinutes(5); before is { } next;)
        {
            (var page, before) = await store.ReadSeenAsync(Sample.Noon, next, 3, Cancellation);
            all.AddRange(page);
        }

        Assert.Equal(25, all.Count);
        Assert.Equal(25, all.DistinctBy(led => led.Article.Key).Count());
        Assert.Equal(all.OrderBy(led => led.Article, LatestOrder.Instance).Select(led => led.Article.Key), all.Select(led => led.Article.Key));
        Assert.All(all, led => Assert.True(led.Article.IsLedBy(led.Lead)));
        Assert.Empty((await store.ReadSeenAsync(Sample.Noon.AddYears(-1), Sample.Noon, 3, Cancellation)).Articles);
    }

    [Fact]
    public async Task Keys_that_differ_in_case_are_different()
    {
        await using var store = await OpenAsync();

        await store.CommitAsync(Sample.Commit(Sample.Entry("one", "a"), Sample.Entry("one", "A")), Cancellation);

        var found = await store.FindEntriesAsync(new FeedId("one"), [new EntryKey("a"), new EntryKey("A")], Cancellation);
        Assert.Equal(["A", "a"], found.Values.Select(entry => entry.Key.Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_same_key_in_two_feeds_is_two_entries()
    {
        await using var store = await OpenAsync();

        await store.CommitAsync(Sample.Commit(Sample.Entry("one", "a"), Sample.Entry("two", "a")), Cancellation);

        Assert.Equal(2, (await store.ReadLatestAsync(10, Cancellation)).Count);
    }

    [Fact]
    public async Task A_key_may_be_as_long_as_it_likes()
    {
        await using var store = await OpenAsync();
        var entry = Sample.Entry("one", new string('k', 10_000));

        await store.CommitAsync(Sample.Commit(entry), Cancellation);

        Assert.Single(await store.FindEntriesAsync(entry.FeedId, [entry.Key], Cancellation));
        Assert.Single(await store.FindArticlesAsync([entry.ArticleKey!], Cancellation));
    }

    [Fact]
    public async Task The_newest_entries_of_a_feed_come_by_first_sight_and_without_its_other_names()
    {
        await using var store = await OpenAsync();
        Entry[] entries = [.. Enumerable.Range(0, 5).Select(hour => Sample.Entry("one", $"{hour}", Sample.Noon.AddHours(hour))), Sample.Entry("two", "9")];
        await store.CommitAsync(Sample.Commit(entries), Cancellation);
        await store.CommitAsync(new StoreCommit { Entries = [new EntryChange.Renamed(entries[1], new EntryKey("name")).Entry] }, Cancellation);
        await store.RemoveTextsAsync(Sample.Noon.AddHours(4), 10, Cancellation);

        Assert.Equal(
            ["4", "3", "2"], (await store.ReadNewestEntriesAsync(new FeedId("one"), 3, Cancellation)).Select(entry => entry.Key.Value));
        var all = await store.ReadNewestEntriesAsync(new FeedId("one"), 10, Cancellation);
        Assert.Equal(5, all.Count);
        Assert.Equal(EntryOutline.Of(entries[0]), all[4]);
        Assert.Empty(await store.ReadNewestEntriesAsync(new FeedId("three"), 10, Cancellation));
        var name = Assert.Single(await store.FindEntriesAsync(new FeedId("one"), [new EntryKey("name")], Cancellation)).Value;
        Assert.Equal(entries[1].Key, name.SameAs);
    }

    [Fact]
    public async Task Saving_a_commit_again_changes_nothing()
    {
        await using var store = await OpenAsync();
        var commit = Sample.Commit(Sample.Entry("one", "a"), Sample.Entry("one", "b")) with { Feeds = [Sample.Feed("one")] };

        await store.CommitAsync(commit, Cancellation);
        var before = await store.ReadLatestAsync(10, Cancellation);
        await store.CommitAsync(commit, Cancellation);

        AssertSame(before, await store.ReadLatestAsync(10, Cancellation));
        Assert.Single(await store.ReadFeedsAsync(Cancellation));
    }

    [Fact]
    public async Task The_latest_come_by_first_sight_then_date_then_id_and_backfill_stays_out()
    {
        await using var store = await OpenAsync();
        Entry[] entries =
        [
            Sample.Entry("one", "old", Sample.Noon.AddHours(-1)),
            Sample.Entry("one", "b"),
            Sample.Entry("one", "a") with { PublishedAt = Sample.Noon.AddDays(-1) },
            Sample.Entry("one", "backfill"),
        ];
        var commit = Sample.Commit(entries);
        await store.CommitAsync(
            commit with { Articles = [.. commit.Articles.Take(3), commit.Articles[3] with { InLatest = false }] }, Cancellation);

        var latest = await store.ReadLatestAsync(10, Cancellation);

        Assert.Equal(["b", "a", "old"], latest.Select(led => led.Lead.Key.Value));
        Assert.Equal(["b", "a"], (await store.ReadLatestAsync(2, Cancellation)).Select(led => led.Lead.Key.Value));
    }

    [Fact]
    public async Task The_latest_can_be_walked_page_by_page_to_the_oldest()
    {
        await using var store = await OpenAsync();
        Entry[] entries = [.. Enumerable.Range(0, 7).Select(number => Sample.Entry("one", $"e{number}", Sample.Noon.AddMinutes(number)))];
        await store.CommitAsync(Sample.Commit(entries), Cancellation);
        await store.CommitAsync(
            new StoreCommit { Entries = [Sample.Entry("one", "past")], Articles = [Sample.Article(Sample.Entry("one", "past")) with { InLatest = false }] },
            Cancellation);

        List<string> seen = [];
        Article? after = null;
        var pages = 0;
        do
        {
            (var page, after) = await store.ReadLatestAfterAsync(after, 3, Cancellation);
            seen.AddRange(page.Select(led => led.Lead.Key.Value));
            pages++;
        }
        while (after is not null);

        Assert.Equal(["e6", "e5", "e4", "e3", "e2", "e1", "e0"], seen);
        Assert.Equal(3, pages);

        var (oldest, next) = await store.ReadLatestFromAsync(Sample.Noon.AddMinutes(1), 3, Cancellation);
        Assert.Equal(["e1", "e2", "e3"], oldest.Select(led => led.Lead.Key.Value));
        Assert.Equal(Sample.Noon.AddMinutes(4), next);
        (oldest, next) = await store.ReadLatestFromAsync(Sample.Noon.AddMinutes(4), 3, Cancellation);
        Assert.Equal(["e4", "e5", "e6"], oldest.Select(led => led.Lead.Key.Value));
        Assert.Null(next);
    }

    [Fact]
    public async Task A_network_and_a_form_vote_once_for_a_story_and_the_votes_are_there_after_the_store_was_opened_again()
    {
        StoryVote[] votes =
        [
            new("urn:uuid:one", 5, ["net-a", "form-1"]),
            new("urn:uuid:one", 1, ["net-a", "form-2"]), // the same network
            new("urn:uuid:one", 1, ["net-b", "form-1"]), // the same form
            new("urn:uuid:one", 9, ["net-b", "form-3"]), // no such number of stars
            new("urn:uuid:two", 3, ["net-a", "form-4"]),
        ];
        await using (var store = await OpenAsync())
        {
            Assert.Equal(2, await store.VoteAsync(votes, Cancellation));
            Assert.Equal(0, await store.VoteAsync([votes[0]], Cancellation));
            Assert.Equal(1, await store.VoteAsync([new("urn:uuid:one", 2, ["net-c", "form-5"])], Cancellation));
        }

        await using var again = await OpenAsync();
        var ratings = await again.ReadRatingsAsync(["urn:uuid:two", "urn:uuid:three", "urn:uuid:one"], Cancellation);
        Assert.Equal(
            [new StoryRating("urn:uuid:one", 2, 7), new StoryRating("urn:uuid:two", 1, 3)],
            ratings.OrderBy(rating => rating.StoryId, StringComparer.Ordinal));
        Assert.Equal(3.5, ratings.First(rating => rating.Count == 2).Mean);
        Assert.Equal(0, await again.VoteAsync([new("urn:uuid:one", 4, ["net-c", "form-6"])], Cancellation));
    }

    [Fact]
    public async Task The_votes_for_stories_that_were_taken_into_another_are_votes_for_that_one()
    {
        await using (var store = await OpenAsync())
        {
            await store.VoteAsync(
                [new("urn:uuid:one", 5, ["net-1", "form-1"]), new("urn:uuid:two", 3, ["net-2", "form-2"]), new("urn:uuid:three", 1, ["net-3", "form-3"])], Cancellation);
            Story[] lost =
            [
                new() { Id = "urn:uuid:one", Members = [], MergedInto = "urn:uuid:two" },
                new() { Id = "urn:uuid:two", Members = [], MergedInto = "urn:uuid:kept" },
                new() { Id = "urn:uuid:unrated", Members = [], MergedInto = "urn:uuid:kept" },
            ];
            await store.CommitAsync(new StoreCommit { Stories = lost }, Cancellation);
            await store.CommitAsync(new StoreCommit { Stories = lost }, Cancellation); // said again, it changes nothing
            Assert.Equal(1, await store.VoteAsync([new("urn:uuid:one", 4, ["net-4", "form-4"])], Cancellation)); // who still had its form
        }

        await using var again = await OpenAsync();
        var ratings = await again.ReadRatingsAsync(["urn:uuid:one", "urn:uuid:two", "urn:uuid:unrated", "urn:uuid:kept", "urn:uuid:three"], Cancellation);
        Assert.Equal([new StoryRating("urn:uuid:kept", 3, 12), new StoryRating("urn:uuid:three", 1, 1)], ratings.OrderBy(rating => rating.StoryId, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Stories_come_back_as_they_were_by_id_and_by_when_they_last_told()
    {
        var old = Sample.Story("old", Sample.Noon.AddDays(-9));
        var recent = Sample.Story("recent", Sample.Noon);
        var newest = Sample.Story("newest", Sample.Noon.AddHours(1)) with { ListedAt = Sample.Noon, LeadKey = "k", LeadReasons = ["it came first"] };
        var lost = new Story { Id = "urn:uuid:lost", Members = [], MergedInto = newest.Id };
        await using (var store = await OpenAsync())
        {
            await store.CommitAsync(new StoreCommit { Stories = [old, newest] }, Cancellation);
            await store.CommitAsync(new StoreCommit { Stories = [recent, lost] }, Cancellation);
        }

        await using var again = await OpenAsync();
        var since = await again.ReadStoriesSinceAsync(Sample.Noon.AddDays(-1), Cancellation);
        Assert.Equal([newest.Id, recent.Id], since.Select(story => story.Id));
        AssertSame(newest, since[0]);
        var found = await again.ReadStoriesAsync([lost.Id, "urn:uuid:unknown", old.Id], Cancellation);
        Assert.Equal([lost.Id, old.Id], found.Select(story => story.Id));
        Assert.Equal(newest.Id, found[0].MergedInto);
    }

    [Fact]
    public async Task Every_edition_is_remembered_until_it_is_removed_but_the_newest_always()
    {
        await using var store = await OpenAsync();
        var hub = await store.ReadHubAsync(Cancellation);
        foreach (var number in Enumerable.Range(1, 4))
        {
            await store.CommitAsync(new StoreCommit { Hub = hub with { Edition = Sample.Edition(number, Sample.Noon.AddDays(number)) } }, Cancellation);
        }

        Assert.Equal([4, 3, 2], (await store.ReadEditionsAsync(3, Cancellation)).Select(edition => edition.Number));
        Assert.Equal(2, await store.RemoveEditionsAsync(Sample.Noon.AddDays(3), Cancellation));
        Assert.Equal(1, await store.RemoveEditionsAsync(Sample.Noon.AddDays(99), Cancellation));
        Assert.Equal([4], (await store.ReadEditionsAsync(10, Cancellation)).Select(edition => edition.Number));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Whatever_is_saved_in_whatever_order_is_found_by_every_way_there_is(int seed)
    {
        var random = new Random(seed);
        var model = new StoreModel();
        var now = Sample.Noon;
        var store = await OpenAsync();
        for (var step = 0; step < 60; step++)
        {
            var what = random.Next(12);
            var commit = what switch
            {
                < 6 => Visit(step),
                < 9 when model.Entries.Count > 0 => new StoreCommit { Entries = [.. Some(model.Entries).Select(entry => entry with { Title = $"revised {step}" })] },
                < 11 when model.Articles.Count > 0 => new StoreCommit { Articles = [.. Some(model.Articles).Select(article => article with { CommentsCount = step })] },
                _ => null,
            };
            now = now.AddMilliseconds(random.Next(3) * random.Next(100_000)); // now and then two visits at one moment
            if (commit is not null)
            {
                // As a visit does: what is found now is what the commit is made of.
                foreach (var entry in commit.Entries.GroupBy(entry => entry.FeedId))
                {
                    await store.FindEntriesAsync(entry.Key, [.. entry.Select(one => one.Key)], Cancellation);
                }

                string[] keys = [.. commit.Entries.Select(entry => entry.ArticleKey!).Distinct(StringComparer.Ordinal)];
                Assert.Equal(model.Articles.Count(article => keys.Contains(article.Key)), (await store.FindArticlesAsync(keys, Cancellation)).Count);
                model.Save(commit);
                await store.CommitAsync(commit, Cancellation);
            }
            else if (random.Next(2) == 0)
            {
                await store.DisposeAsync();
                store = await OpenAsync();
            }
            else
            {
                var before = now.AddMinutes(-random.Next(30));
                model.RemoveTexts(before);
                await store.RemoveTextsAsync(before, int.MaxValue, Cancellation);
            }

            if (step % 5 == 0)
            {
                await AssertHoldsAsync(store, model, random);
            }
        }

        await AssertHoldsAsync(store, model, random);
        await store.DisposeAsync();

        StoreCommit Visit(int step)
        {
            var feed = $"feed{random.Next(4)}";
            var count = random.Next(4) switch { 0 => 1, 1 => 3, 2 => 33, _ => 80 };
            var entries = Enumerable.Range(0, count).Select(number => random.Next(2) == 0
                ? Sample.Entry(feed, $"g:http://a.example/{number}", now, $"a.example/{number}") with { ArticleId = $"http://a.example/{number}" } // all feeds have it
                : Sample.Entry(feed, $"{step}.{number}", now)).ToList();
            var founded = entries.Skip(random.Next(3)).Select(Sample.Article).Select(article => article with { InLatest = random.Next(4) > 0 }).ToList();
            var joined = entries.Take(count - founded.Count).Zip(Some(model.Articles), (entry, article) => (
                Entry: entry with { ArticleKey = article.Key, ArticleId = article.Id },
                Article: article with { Sources = [.. article.Sources, new ArticleSource { FeedId = entry.FeedId, Key = entry.Key, Title = entry.Title, MatchedBy = "link" }] })).ToList();
            return new StoreCommit
            {
                Entries = [.. entries.Select(entry => joined.Select(pair => pair.Entry).FirstOrDefault(other => other.Key == entry.Key, entry))],
                Articles = [.. founded, .. joined.Select(pair => pair.Article)],
            };
        }

        List<T> Some<T>(IReadOnlyCollection<T> all) => [.. all.OrderBy(_ => random.Next()).Take(random.Next(1, 4))];
    }

    [Fact]
    public async Task Entries_and_articles_whose_addresses_are_one_are_told_apart()
    {
        await using var store = await OpenAsync();
        const string Address = "http://a.example/post";
        Entry[] entries =
        [
            .. new[] { "one", "two", "three" }.Select(feed => Sample.Entry(feed, $"g:{Address}", articleKey: $"{feed} a.example/post")),
            Sample.Entry("one", "l:a.example/post/", articleKey: "a.example/post") with { ArticleId = "https://a.example/post" },
        ];
        await store.CommitAsync(Sample.Commit(entries), Cancellation);

        foreach (var entry in entries)
        {
            AssertSame(entry, Assert.Single(await store.FindEntriesAsync(entry.FeedId, [entry.Key], Cancellation)).Value);
            AssertSame(Sample.Article(entry), Assert.Single(await store.FindArticlesAsync([entry.ArticleKey!], Cancellation)).Value);
        }

        Assert.Empty(await store.FindEntriesAsync(new FeedId("four"), [entries[0].Key], Cancellation));
        Assert.Empty(await store.FindArticlesAsync([Address, "https://a.example/post"], Cancellation));
        Assert.Equal(["https://a.example/post"], await store.FindHeldIdsAsync([Address, "https://a.example/post", "a.example/post"], Cancellation));
    }

    [Fact]
    public async Task What_is_saved_with_another_first_sight_stands_only_there()
    {
        await using var store = await OpenAsync();
        Entry[] entries = [.. Enumerable.Range(0, 3).Select(number => Sample.Entry("one", $"k{number}"))];
        await store.CommitAsync(Sample.Commit(entries), Cancellation);

        await store.CommitAsync(Sample.Commit(entries.Select(entry => entry with { FirstSeenAt = Sample.Noon.AddDays(1) })), Cancellation);

        Assert.Equal(0, await store.CountEntriesAsync(Sample.Noon, Sample.Noon.AddDays(1), Cancellation));
        Assert.Equal(3, await store.CountEntriesAsync(Sample.Noon.AddDays(1), Sample.Noon.AddDays(2), Cancellation));
        Assert.Equal(3, (await store.ReadLatestAsync(10, Cancellation)).Count);
        Assert.Equal(3, (await store.ReadNewestEntriesAsync(new FeedId("one"), 10, Cancellation)).Count);
    }

    [Fact]
    public async Task Held_article_ids_are_told_from_free_ones()
    {
        await using var store = await OpenAsync();
        var entry = Sample.Entry("one", "a");
        await store.CommitAsync(Sample.Commit(entry), Cancellation);

        var held = await store.FindHeldIdsAsync([entry.ArticleId!, "urn:other"], Cancellation);

        Assert.Equal([entry.ArticleId!], held);
    }

    [Fact]
    public async Task A_claim_takes_the_longest_overdue_first_and_one_of_each_origin()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(
            new StoreCommit
            {
                Feeds =
                [
                    Sample.Feed("a", Sample.Noon.AddMinutes(-1), "same.example.org"),
                    Sample.Feed("b", Sample.Noon.AddMinutes(-2), "same.example.org"),
                    Sample.Feed("c", Sample.Noon.AddMinutes(-3)),
                    Sample.Feed("busy", Sample.Noon.AddMinutes(-4), "busy.example.org"),
                    Sample.Feed("later", Sample.Noon.AddMinutes(1)),
                    Sample.Feed("paused", Sample.Noon.AddMinutes(-9)) with { IsFollowed = false },
                    Sample.Feed("gone", Sample.Noon.AddMinutes(-9)) with { IsGone = true },
                ],
            },
            Cancellation);

        var claimed = await store.ClaimDueAsync(
            Sample.Noon, Sample.Noon.AddSeconds(2), 10, origin => !origin.Contains("busy", StringComparison.Ordinal), Cancellation);

        Assert.Equal(["c", "b"], claimed.Select(feed => feed.Id.Value));
    }

    [Fact]
    public async Task PP_6_A_claimed_feed_is_not_due_before_its_floor_even_after_a_restart()
    {
        var sendBy = Sample.Noon.AddSeconds(2);
        await using (var store = await OpenAsync())
        {
            await store.CommitAsync(new StoreCommit { Feeds = [Sample.Feed("a")] }, Cancellation);
            Assert.Single(await store.ClaimDueAsync(Sample.Noon, sendBy, 10, _ => true, Cancellation));
            Assert.Empty(await store.ClaimDueAsync(Sample.Noon, sendBy, 10, _ => true, Cancellation));
        }

        await using var again = await OpenAsync();

        var feed = Assert.Single(await again.ReadFeedsAsync(Cancellation));
        Assert.Equal(sendBy, feed.LastRequestAt);
        Assert.Equal(sendBy.AddHours(1), feed.DueAt);
        Assert.Empty(await again.ClaimDueAsync(sendBy.AddMinutes(59), sendBy, 10, _ => true, Cancellation));
        Assert.Single(await again.ClaimDueAsync(sendBy.AddHours(1), sendBy.AddHours(2), 10, _ => true, Cancellation));
    }

    [Fact]
    public async Task A_claim_given_back_is_due_as_before()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(new StoreCommit { Feeds = [Sample.Feed("a")] }, Cancellation);
        var claimed = await store.ClaimDueAsync(Sample.Noon, Sample.Noon.AddSeconds(2), 10, _ => true, Cancellation);

        await store.CommitAsync(new StoreCommit { Feeds = claimed }, Cancellation);

        Assert.Single(await store.ClaimDueAsync(Sample.Noon, Sample.Noon.AddSeconds(2), 10, _ => true, Cancellation));
    }

    [Fact]
    public async Task A_state_committed_soon_is_seen_at_once_and_kept()
    {
        await using (var store = await OpenAsync())
        {
            await store.CommitAsync(new StoreCommit { Feeds = [Sample.Feed("a"), Sample.Feed("b")] }, Cancellation);
            await store.CommitSoonAsync([Sample.Feed("a", Sample.Noon.AddHours(5)) with { VisitCount = 7 }], null, Cancellation);

            Assert.Equal(7, (await store.ReadFeedsAsync(Cancellation))[0].VisitCount);
            Assert.Equal("b", Assert.Single(await store.ClaimDueAsync(Sample.Noon, Sample.Noon, 9, _ => true, Cancellation)).Id.Value);
        }

        await using var again = await OpenAsync();
        Assert.Equal(Sample.Noon.AddHours(5), (await again.ReadFeedsAsync(Cancellation))[0].DueAt);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_happens_in_whatever_order_an_orderly_end_keeps_every_state(int seed)
    {
        var random = new Random(seed);
        var expected = Enumerable.Range(0, 30).Select(number => Sample.Feed($"f{number:00}")).ToDictionary(feed => feed.Id);
        for (var run = 0; run < 6; run++)
        {
            await using var store = await OpenAsync();
            if (run == 0)
            {
                await store.CommitAsync(new StoreCommit { Feeds = [.. expected.Values] }, Cancellation);
            }

            Assert.Equal(Sorted(expected.Values), Sorted(await store.ReadFeedsAsync(Cancellation)));
            for (var step = 0; step < 40; step++)
            {
                FeedState[] some = [.. expected.Values.Where(_ => random.Next(10) == 0).Select(feed => feed with { VisitCount = feed.VisitCount + 1 })];
                switch (random.Next(4))
                {
                    case 0:
                        await store.CommitAsync(new StoreCommit { Feeds = some }, Cancellation);
                        break;
                    case 1:
                        await store.CommitSoonAsync(some, null, Cancellation);
                        break;
                    case 2:
                        await store.ChangeFeedsAsync(_ => some, Cancellation);
                        break;
                    default:
                        var sendBy = Sample.Noon.AddMinutes(random.Next(1000));
                        await store.ClaimAsync([.. some.Select(feed => feed.Id)], sendBy, Cancellation);
                        some = [.. some.Select(feed => expected[feed.Id] with { LastRequestAt = sendBy, DueAt = sendBy + feed.Floor })];
                        break;
                }

                Array.ForEach(some, feed => expected[feed.Id] = feed);
            }

            Assert.Equal(Sorted(expected.Values), Sorted(await store.ReadFeedsAsync(Cancellation)));
        }

        static IEnumerable<(FeedId, int, DateTimeOffset, DateTimeOffset?)> Sorted(IEnumerable<FeedState> feeds) =>
            feeds.OrderBy(feed => feed.Id.Value, StringComparer.Ordinal).Select(feed => (feed.Id, feed.VisitCount, feed.DueAt, feed.LastRequestAt));
    }

    [Fact]
    public async Task A_journal_keeps_the_last_fifty_visits_of_a_feed_newest_first()
    {
        var feed = new FeedId("a");
        for (var run = 0; run < 3; run++)
        {
            await using var store = await OpenAsync();
            for (var number = 0; number < 20; number++)
            {
                await store.NoteVisitAsync(feed, new FeedVisit(Sample.Noon.AddHours((20 * run) + number), "ok", 200, 10, 1, Sample.Noon, "why"), Cancellation);
            }
        }

        await using var again = await OpenAsync();
        Assert.Equal(
            Enumerable.Range(10, 50).Reverse().Select(number => Sample.Noon.AddHours(number)),
            (await again.ReadJournalAsync(feed, Cancellation)).Select(visit => visit.At));
        Assert.Empty(await again.ReadJournalAsync(new FeedId("b"), Cancellation));
    }

    [Fact]
    public async Task One_feed_can_be_claimed_whatever_its_due_time()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(new StoreCommit { Feeds = [Sample.Feed("a", Sample.Noon.AddDays(1))] }, Cancellation);

        var claimed = await store.ClaimAsync([new FeedId("a"), new FeedId("b")], Sample.Noon, Cancellation);

        Assert.Equal("a", Assert.Single(claimed).Id.Value);
        Assert.Equal(Sample.Noon.AddHours(1), Assert.Single(await store.ReadFeedsAsync(Cancellation)).DueAt);
    }

    [Fact]
    public async Task A_visit_takes_back_nothing_that_the_list_changed_meanwhile()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(new StoreCommit { Feeds = [Sample.Feed("a")] }, Cancellation);
        var claimed = Assert.Single(await store.ClaimDueAsync(Sample.Noon, Sample.Noon, 9, _ => true, Cancellation));

        await store.ChangeFeedsAsync(
            states => [.. states.Select(state => state with { IsFollowed = false, Floor = TimeSpan.FromDays(1), Url = new Uri("https://new.example/") })],
            Cancellation);
        await store.CommitAsync(new StoreCommit { Feeds = [claimed with { VisitCount = 1 }] }, Cancellation);
        await store.CommitSoonAsync([claimed with { VisitCount = 2 }], null, Cancellation);

        var feed = Assert.Single(await store.ReadFeedsAsync(Cancellation));
        Assert.Equal(2, feed.VisitCount);
        Assert.False(feed.IsFollowed);
        Assert.Equal(TimeSpan.FromDays(1), feed.Floor);
        Assert.Equal("https://new.example/", feed.Url.AbsoluteUri);
    }

    [Fact]
    public async Task Retention_takes_texts_and_remembers_ids()
    {
        await using var store = await OpenAsync();
        Entry[] old = [.. Enumerable.Range(0, 5).Select(n => Sample.Entry("one", $"old{n}", Sample.Noon.AddDays(-200 + n)))];
        await store.CommitAsync(Sample.Commit([.. old, Sample.Entry("one", "new")]), Cancellation);

        Assert.Equal(3, await store.RemoveTextsAsync(Sample.Noon.AddDays(-180), 3, Cancellation));
        Assert.Equal(2, await store.RemoveTextsAsync(Sample.Noon.AddDays(-180), 3, Cancellation));
        Assert.Equal(0, await store.RemoveTextsAsync(Sample.Noon.AddDays(-180), 3, Cancellation));

        Assert.Equal(["new"], (await store.ReadLatestAsync(10, Cancellation)).Select(led => led.Lead.Key.Value));
        var remembered = Assert.Single(await store.FindEntriesAsync(new FeedId("one"), [old[0].Key], Cancellation)).Value;
        Assert.True(remembered.IsRemoved);
        Assert.Null(remembered.Content);
        Assert.Equal(old[0].FirstSeenAt, remembered.FirstSeenAt);
        Assert.Equal(old[0].ArticleId, remembered.ArticleId);
        Assert.Single(await store.FindHeldIdsAsync([old[0].ArticleId!], Cancellation));
        Assert.Empty(await store.ReadArticlesAsync([old[0].ArticleKey!], Cancellation));
    }

    [Fact]
    public async Task A_cancelled_call_ends_as_cancelled()
    {
        await using var store = await OpenAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.ReadHubAsync(cancelled.Token));
    }

    [Fact]
    public async Task Writers_and_readers_at_once_see_whole_commits_only()
    {
        // A minute where there is time, ten seconds otherwise.
        var length = TimeSpan.FromSeconds(Environment.GetEnvironmentVariable("FEEDHUB_TEST_LONG") == "1" ? 60 : 10);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        stop.CancelAfter(length);
        var written = new int[2];
        await using (var store = await OpenAsync())
        {
            await Task.WhenAll([
                .. Enumerable.Range(0, 2).Select(n => Task.Run(() => WriteAsync(store, n, written, stop.Token), Cancellation)),
                .. Enumerable.Range(0, 4).Select(_ => Task.Run(() => ReadAsync(store, stop.Token), Cancellation)),
            ]);
        }

        await using var again = await OpenAsync();
        foreach (var writer in Enumerable.Range(0, written.Length))
        {
            Assert.True(written[writer] > 0);
            var feed = new FeedId($"w{writer}");
            var keys = Enumerable.Range(0, written[writer] * BatchCount).Select(n => new EntryKey($"{n}")).ToList();
            Assert.Equal(keys.Count, (await again.FindEntriesAsync(feed, keys, Cancellation)).Count);
        }

        Assert.Equal(written.Sum() * BatchCount, (await again.ReadLatestAsync(int.MaxValue, Cancellation)).Count);
    }

    /// <summary>Opens the one store of this test, the same each time.</summary>
    private protected abstract Task<IFeedStore> OpenAsync();

    /// <summary>Equal to the last field, lists included.</summary>
    private protected static void AssertSame<T>(T expected, T actual) =>
        Assert.Equal(JsonSerializer.Serialize(expected), JsonSerializer.Serialize(actual));

    /// <summary>Asks a store in every way, and compares the answers.</summary>
    private static async Task AssertHoldsAsync(IFeedStore store, StoreModel model, Random random)
    {
        foreach (var feed in model.Entries.GroupBy(entry => entry.FeedId))
        {
            Entry[] wanted = [.. feed.Where(_ => random.Next(3) == 0)];
            var found = await store.FindEntriesAsync(feed.Key, [.. wanted.Select(entry => entry.Key), new EntryKey("g:http://a.example/unknown"), new EntryKey("unknown")], Cancellation);
            AssertSame<IEnumerable<Entry>>(wanted.OrderBy(entry => entry.Key.Value, StringComparer.Ordinal), found.Values.OrderBy(entry => entry.Key.Value, StringComparer.Ordinal));
            var newest = await store.ReadNewestEntriesAsync(feed.Key, 7, Cancellation);
            var moments = newest.Select(outline => feed.First(entry => entry.Key == outline.Key).FirstSeenAt).ToList();
            Assert.Equal(feed.Select(entry => entry.FirstSeenAt).OrderDescending().Take(7), moments);
        }

        Article[] some = [.. model.Articles.Where(_ => random.Next(5) == 0).OrderBy(article => article.Key, StringComparer.Ordinal)];
        AssertSame<IEnumerable<Article>>(some, (await store.FindArticlesAsync([.. some.Select(article => article.Key), "unknown"], Cancellation)).Values.OrderBy(article => article.Key, StringComparer.Ordinal));
        Assert.Equal(some.Length, (await store.FindHeldIdsAsync([.. some.Select(article => article.Id), "unknown"], Cancellation)).Count);
        string[] led = [.. some.Where(article => model.LeadOf(article) is not null).Select(article => article.Key)];
        Assert.Equal(led, (await store.ReadArticlesAsync([.. some.Select(article => article.Key)], Cancellation)).Select(pair => pair.Article.Key));

        List<LedArticle> latest = [];
        Article? after = null;
        do
        {
            (var page, after) = await store.ReadLatestAfterAsync(after, 9, Cancellation);
            latest.AddRange(page);
        }
        while (after is not null);
        AssertSame<IEnumerable<Article>>(model.Shown.Where(article => article.InLatest), latest.Select(pair => pair.Article));
        Assert.All(latest, pair => AssertSame<Entry?>(model.LeadOf(pair.Article), pair.Lead));

        List<LedArticle> oldestFirst = [];
        for (DateTimeOffset? from = Sample.Noon; from is { } next;)
        {
            (var page, from) = await store.ReadLatestFromAsync(next, 9, Cancellation);
            oldestFirst.AddRange(page);
        }

        AssertSame<IEnumerable<LedArticle>>(latest.AsEnumerable().Reverse(), oldestFirst);

        List<LedArticle> seen = [];
        for (DateTimeOffset? before = Sample.Noon.AddYears(1); before is { } next;)
        {
            (var page, before) = await store.ReadSeenAsync(Sample.Noon, next, 9, Cancellation);
            seen.AddRange(page);
        }

        AssertSame<IEnumerable<Article>>(model.Shown, seen.Select(pair => pair.Article));
        Entry[] texts = [.. model.Entries.Where(entry => !entry.IsRemoved)];
        Assert.Equal(texts.Length, await store.CountEntriesAsync(Sample.Noon, Sample.Noon.AddYears(1), Cancellation));
        Assert.Equal(texts.Length == 0 ? null : texts.Min(entry => entry.FirstSeenAt), await store.FindFirstSightAsync(Cancellation));
    }

    private const int BatchCount = 20;

    private static async Task WriteAsync(IFeedStore store, int writer, int[] written, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var first = written[writer] * BatchCount;
            var seenAt = Sample.Noon.AddSeconds(first);
            await store.CommitAsync(
                Sample.Commit(Enumerable.Range(first, BatchCount).Select(n => Sample.Entry($"w{writer}", $"{n}", seenAt))),
                CancellationToken.None);
            written[writer]++;
        }
    }

    private static async Task ReadAsync(IFeedStore store, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var latest = await store.ReadLatestAsync(200, CancellationToken.None);
            var oldest = latest.Select(led => led.Lead.FirstSeenAt).DefaultIfEmpty().Min(); // cut by the limit, perhaps
            foreach (var commit in latest
                .Where(led => led.Lead.FirstSeenAt > oldest)
                .GroupBy(led => (led.Lead.FeedId, led.Lead.FirstSeenAt)))
            {
                Assert.Equal(BatchCount, commit.Count());
            }
        }
    }
}
