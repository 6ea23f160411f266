using static FeedHub.Clustering.Texts;

namespace FeedHub.Clustering;

/// <summary>Which articles tell one story. Titles of names from the spelling alphabet share exactly the words that a test needs.</summary>
public sealed class StoryClustererTests
{
    private const string Firefox = "Mozilla releases Firefox 150 with vertical tabs";
    private const string FirefoxToo = "Firefox 150 brings vertical tabs to Mozilla's browser";
    private const string Ubuntu = "Ubuntu drops support for old processors";

    private const string First = "alpha bravo charlie delta echo foxtrot golf hotel";
    private const string Second = "india juliet kilo lima mike november oscar papa";
    private const string Bridge = "alpha bravo charlie delta india juliet kilo lima";

    private readonly StoryClusterer _clusterer = new(new ClusterOptions());

    [Fact]
    public void An_article_that_is_like_no_story_founds_one()
    {
        var member = Assert.IsType<StoryChange.Founded>(Assert.Single(_clusterer.See(Of("a", Firefox)))).Member;
        Assert.Equal(("a", Now, null, false), (member.ArticleKey, member.At, member.Similarity, member.IsLate));
        Assert.Equal([Story("a"), Story("b")], [_clusterer.StoryOf("a"), See(Of("b", Ubuntu))]);
        Assert.Equal((2, 2), (_clusterer.LiveCount, _clusterer.ArticleCount));
    }

    [Fact]
    public void An_article_joins_the_story_of_the_same_event_and_tells_why()
    {
        See(Of("a", Firefox), Of("b", Ubuntu));
        var joined = Assert.IsType<StoryChange.Joined>(Assert.Single(_clusterer.See(Of("c", FirefoxToo, 1))));

        Assert.Equal(Story("a"), joined.StoryId);
        Assert.InRange(joined.Member.Similarity!.Value, joined.Member.Threshold!.Value, 1);
        Assert.Equal(["150", "firefox", "mozilla", "tab", "vertical"], joined.Member.Words.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Mozilla veröffentlicht Firefox 150 mit vertikalen Tabs", "Firefox 150 ist da: vertikale Tabs in Mozillas Browser", "de")]
    [InlineData("Mozilla выпустила Firefox 150 с вертикальными вкладками", "Вышел Firefox 150 с вертикальными вкладками", "ru")]
    [InlineData("Η Mozilla κυκλοφόρησε το Firefox 150 με κάθετες καρτέλες", "ΚΥΚΛΟΦΟΡΗΣΕ ΤΟ FIREFOX 150 ΜΕ ΚΑΘΕΤΕΣ ΚΑΡΤΕΛΕΣ", "el")]
    [InlineData("موزيلا تطلق متصفح فايرفوكس مع علامات تبويب عمودية", "متصفح فايرفوكس الجديد من موزيلا: علامات تبويب عمودية", "ar")]
    [InlineData("מוזילה משיקה את פיירפוקס עם כרטיסיות אנכיות", "פיירפוקס החדש של מוזילה: כרטיסיות אנכיות", "he")]
    [InlineData("モジラがファイアフォックスに縦型タブを追加", "ファイアフォックスの新版、縦型タブを搭載", "ja")]
    [InlineData("谋智发布火狐浏览器新版本支持垂直标签页", "火狐浏览器新版本发布：支持垂直标签页", "zh")]
    [InlineData("모질라 파이어폭스 세로 탭 출시", "파이어폭스 새 버전, 세로 탭 출시한 모질라", "ko")]
    [InlineData("มอซิลลาเปิดตัวไฟร์ฟอกซ์พร้อมแท็บแนวตั้ง", "ไฟร์ฟอกซ์รุ่นใหม่พร้อมแท็บแนวตั้ง", "th")]
    public void The_same_event_is_known_again_in_every_script(string one, string other, string language) =>
        Assert.Equal(See(Of("a", one, language: language)), See(Of("b", other, language: language)));

    [Fact]
    public void A_copy_in_another_publication_joins_at_once()
    {
        const string summary = "The browser shows its tabs on the side now, as many had asked for, and the old bar is gone.";
        See(Of("a", Firefox, summary: summary));
        var joined = Assert.IsType<StoryChange.Joined>(Assert.Single(_clusterer.See(Of("b", Firefox, summary: summary))));
        Assert.InRange(joined.Member.Similarity!.Value, 0.99, 1);
    }

    [Fact]
    public void One_name_in_common_makes_no_story() =>
        Assert.NotEqual(See(Of("a", Firefox)), See(Of("b", "Why my grandmother still loves Firefox")));

    [Fact]
    public void One_name_is_enough_for_a_headline_where_the_name_is_the_storys_own()
    {
        const string headline = "Heartbleed explained simply";
        const string essay = "Heartbleed, my garden and the weather of this strange and rainy summer in the north, told by somebody who has seen both";
        See(Of("a", "Heartbleed bug leaks server memory"));
        Assert.NotEqual(Story("a"), See(Of("too early", headline)));
        See(
            Of("b", "Heartbleed bug leaks memory of half of all servers"), Of("c", "OpenSSL bug Heartbleed leaks memory of servers"),
            Of("d", "Servers leak memory: OpenSSL bug named Heartbleed"), Of("e", "Heartbleed bug: which servers leak memory"));

        Assert.Equal(Story("a"), See(Of("f", "Heartbleed in plain words")));
        Assert.NotEqual(Story("a"), See(Of("g", essay)));
    }

    [Fact]
    public void Issues_of_one_series_stay_apart() => Assert.Equal(
        4,
        Clustered(
            Of("a", "Friday links 41: compilers, gardens", publication: "blog.example"),
            Of("b", "Friday links 42: databases, bread", publication: "blog.example"),
            Of("c", "Friday links 43: kernels, music", publication: "blog.example"),
            Of("d", "Friday links 44: editors, boats", publication: "blog.example")).LiveCount);

    [Fact]
    public void One_publication_needs_to_be_more_like_itself_than_others_do()
    {
        const string other = "alpha bravo xray yankee zulu uniform victor sierra";
        See(Of("a", First, publication: "blog.example"));
        Assert.NotEqual(Story("a"), See(Of("b", other, publication: "blog.example")));
        Assert.Equal(Story("a"), Clustered(Of("a", First), Of("b", other)).StoryOf("b"));
    }

    [Fact]
    public void Two_stories_that_turn_out_to_be_one_become_the_older()
    {
        See(Of("a", First), Of("b", Second));
        var changes = _clusterer.See(Of("c", Bridge));

        Assert.Equal(Story("a"), Assert.IsType<StoryChange.Joined>(changes[0]).StoryId);
        Assert.Equal(new StoryChange.Merged(Story("a"), Story("b")), changes[1]);
        Assert.All(["a", "b", "c"], key => Assert.Equal(Story("a"), _clusterer.StoryOf(key)));
        Assert.Equal(1, _clusterer.LiveCount);
    }

    [Theory]
    [InlineData(null, 0, "b")]
    [InlineData(0, null, "a")]
    [InlineData(2, 1, "b")]
    [InlineData(1, 2, "a")]
    [InlineData(1, 1, "a")]
    public void Of_two_stories_the_one_that_was_listed_first_keeps_its_id(int? one, int? other, string kept)
    {
        See(Of("a", First), Of("b", Second));
        List("a", one);
        List("b", other);

        var merged = Assert.Single(_clusterer.See(Of("c", Bridge)).OfType<StoryChange.Merged>());

        Assert.Equal(Story(kept), merged.StoryId);
        Assert.All(["a", "b", "c"], key => Assert.Equal(Story(kept), _clusterer.StoryOf(key)));
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(0, 2)]
    public void A_small_story_is_taken_in_where_all_its_articles_would_join_now(int absorbCount, int count) => Assert.Equal(
        count, Clustered(new ClusterOptions { MergeAt = 9, AbsorbCount = absorbCount }, Of("a", First), Of("b", Second), Of("c", Bridge)).LiveCount);

    [Fact]
    public void Stories_of_two_languages_stay_apart_whatever_they_share()
    {
        var english = See(Of("a", "The alpha bravo charlie delta and the echo is in the golf", language: "en"));
        var german = See(Of("b", "Der alpha bravo charlie delta und das ist nicht der hotel", language: "de"));
        Assert.NotEqual(english, german);

        var between = See(Of("c", "alpha bravo charlie delta", language: null));
        Assert.Contains(between, new[] { english, german });
        Assert.Equal((english, german), (_clusterer.StoryOf("a"), _clusterer.StoryOf("b")));
    }

    [Fact]
    public void A_story_whose_language_nothing_tells_takes_that_of_the_first_article_that_does()
    {
        var silent = Of("a", "alpha bravo charlie delta", language: null);
        var english = Of("b", "The alpha bravo charlie delta is in the house", language: "en");
        var german = Of("c", "Der alpha bravo charlie delta ist nicht in der Stadt", language: "de");
        Assert.Equal(Story("a"), See(silent, english));
        Assert.NotEqual(Story("a"), See(german));

        var restored = new StoryClusterer(new ClusterOptions());
        restored.Restore(Story("a"), [silent, english], null);
        restored.See(german);
        Assert.NotEqual(Story("a"), restored.StoryOf("c"));
    }

    [Theory]
    [InlineData(1, true, false)]
    [InlineData(47, true, false)]
    [InlineData(49, true, true)]
    [InlineData(6 * 24, true, true)]
    [InlineData((6 * 24) + 1, false, false)]
    [InlineData(-47, true, false)]
    [InlineData((-6 * 24) - 1, false, false)]
    public void Late_articles_join_as_no_evidence_and_still_later_ones_found_a_story(double hours, bool joins, bool isLate)
    {
        See(Of("a", Firefox));
        var change = Assert.Single(_clusterer.See(Of("b", FirefoxToo, hours)));
        Assert.Equal(joins ? Story("a") : Story("b"), change.StoryId);
        Assert.Equal(isLate, change is StoryChange.Joined { Member.IsLate: true });
    }

    [Fact]
    public void What_joins_after_the_age_of_evidence_is_late_even_where_the_story_never_slept()
    {
        See(Of("a", Firefox), Of("b", Firefox, 40), Of("c", Firefox, 80));
        Assert.True(Assert.IsType<StoryChange.Joined>(Assert.Single(_clusterer.See(Of("d", Firefox, 97)))).Member.IsLate);
    }

    [Fact]
    public void Seeing_an_article_again_changes_nothing()
    {
        See(Of("a", Firefox));
        Assert.Empty(_clusterer.See(Of("a", Ubuntu, 5)));
        Assert.Equal((1, 1), (_clusterer.LiveCount, _clusterer.ArticleCount));
        Assert.Empty(_clusterer.Revise(Of("unknown", Ubuntu)));
    }

    [Fact]
    public void A_revised_article_leaves_a_small_story_that_nobody_saw()
    {
        See(Of("a", Firefox), Of("b", FirefoxToo));
        Assert.Empty(_clusterer.Revise(Of("b", "Firefox 150 with vertical tabs is released by Mozilla")));

        Assert.Equal([typeof(StoryChange.Left), typeof(StoryChange.Founded)], _clusterer.Revise(Of("b", Ubuntu)).Select(change => change.GetType()));
        Assert.Equal((Story("a"), Story("b")), (_clusterer.StoryOf("a"), _clusterer.StoryOf("b")));
    }

    [Fact]
    public void A_revised_article_moves_to_the_story_that_it_tells_now()
    {
        See(Of("a", Firefox), Of("b", Ubuntu), Of("c", FirefoxToo));
        _clusterer.Revise(Of("c", Ubuntu));
        Assert.Equal(Story("b"), _clusterer.StoryOf("c"));

        _clusterer.Revise(Of("a", Ubuntu));
        Assert.Equal((Story("b"), 1), (_clusterer.StoryOf("a"), _clusterer.LiveCount));
    }

    [Fact]
    public void The_article_that_founded_a_story_does_not_leave_its_id_to_others()
    {
        See(Of("a", Firefox), Of("b", FirefoxToo));
        Assert.Empty(_clusterer.Revise(Of("a", Ubuntu)));
        Assert.Equal((Story("a"), Story("a"), 1), (_clusterer.StoryOf("a"), _clusterer.StoryOf("b"), _clusterer.LiveCount));
    }

    [Fact]
    public void Nothing_listed_is_ever_taken_apart()
    {
        See(Of("a", Firefox), Of("b", FirefoxToo), Of("alone", Ubuntu));
        List("a", 0);
        List("alone", 0);
        Assert.Empty(_clusterer.Revise(Of("b", "Something else entirely happened in a garden")));
        Assert.Empty(_clusterer.Revise(Of("alone", Firefox)));
        Assert.Equal((Story("a"), Story("alone")), (_clusterer.StoryOf("b"), _clusterer.StoryOf("alone")));
    }

    [Fact]
    public void The_operator_takes_an_article_out_for_good()
    {
        See(Of("a", Firefox), Of("b", FirefoxToo));
        List("a", 0);
        var changes = _clusterer.Split("b");

        Assert.Equal(new StoryChange.Left(Story("a"), "b"), changes[0]);
        var own = Assert.IsType<StoryChange.Founded>(changes[1]);
        Assert.Equal(("b", own.StoryId), (own.Member.ArticleKey, _clusterer.StoryOf("b")));
        Assert.Empty(_clusterer.Split("b"));
        Assert.Equal(Story("a"), See(Of("c", FirefoxToo)));
        Assert.Empty(_clusterer.Revise(Of("b", Firefox)));
        Assert.Empty(_clusterer.Split("unknown"));
    }

    [Fact]
    public void Taken_out_and_taken_up_again_it_is_not_taken_out_once_more()
    {
        See(Of("a", Firefox), Of("b", FirefoxToo));
        var own = _clusterer.Split("b")[^1].StoryId;
        var later = new StoryClusterer(new ClusterOptions());
        later.Restore(own, [Of("b", FirefoxToo)], null);
        later.See(Of("c", FirefoxToo));

        Assert.Empty(later.Split("b"));
        Assert.Equal((own, own, 1), (later.StoryOf("b"), later.StoryOf("c"), later.LiveCount));
        later.See(Of("d", FirefoxToo));
        Assert.NotEqual(own, later.StoryOf("d"));
    }

    [Fact]
    public void The_operator_empties_a_big_story_article_by_article()
    {
        string[] keys = ["a", "b", "c", "d", "e", "f"];
        See([.. keys.Select(key => Of(key, Firefox))]);
        Assert.All(keys, key => _clusterer.Split(key));
        Assert.Equal(6, keys.Select(_clusterer.StoryOf).Distinct().Count());
        Assert.Equal((6, 6), (_clusterer.LiveCount, _clusterer.ArticleCount));
    }

    [Fact]
    public void The_operator_joins_two_stories()
    {
        See(Of("a", Firefox), Of("b", Ubuntu));
        Assert.Equal([new StoryChange.Merged(Story("a"), Story("b"))], _clusterer.Merge(Story("b"), Story("a")));
        Assert.Equal(Story("a"), _clusterer.StoryOf("b"));
        Assert.Empty(_clusterer.Merge(Story("a"), Story("b")));
        Assert.Empty(_clusterer.Merge(Story("a"), Story("a")));
        Assert.Empty(_clusterer.Merge(Story("a"), "urn:uuid:unknown"));
    }

    [Theory]
    [InlineData(6 * 24, 0)]
    [InlineData((6 * 24) + 1, 1)]
    public void Stories_that_gather_no_more_are_closed(double hours, int count)
    {
        See(Of("a", Firefox));
        var closed = _clusterer.Tick(Now.AddHours(hours));
        Assert.Equal(Enumerable.Repeat<StoryChange>(new StoryChange.Closed(Story("a")), count), closed);
        Assert.Equal((1 - count, 1 - count), (_clusterer.LiveCount, _clusterer.ArticleCount));
        Assert.Empty(_clusterer.Tick(Now.AddHours(hours)));
    }

    [Fact]
    public void Stories_close_in_the_order_in_which_they_were_founded_and_of_old_age_too()
    {
        See(Of("a", Firefox), Of("b", Ubuntu), Of("c", First));
        Assert.Equal([Story("a"), Story("b"), Story("c")], _clusterer.Tick(Now.AddDays(7)).Select(change => change.StoryId));
        See([.. Enumerable.Range(0, 5).Select(number => Of($"d{number}", Firefox, number * 40))]);
        Assert.Single(_clusterer.Tick(Now.AddHours((4 * 40) + 33)));
    }

    [Fact]
    public void A_recorded_story_is_taken_up_as_it_was_decided_and_later_articles_join_it()
    {
        _clusterer.Restore("urn:uuid:recorded", [Of("a", Firefox), Of("b", Ubuntu)], Now);
        Assert.Equal(("urn:uuid:recorded", "urn:uuid:recorded"), (_clusterer.StoryOf("a"), _clusterer.StoryOf("b")));
        Assert.Equal("urn:uuid:recorded", See(Of("c", FirefoxToo)));
        Assert.Empty(_clusterer.See(Of("a", Firefox)));
        Assert.Empty(_clusterer.Revise(Of("b", Second)));

        _clusterer.Restore("urn:uuid:other", [Of("a", Firefox)], null);
        _clusterer.Restore("urn:uuid:empty", [], null);
        Assert.Equal(("urn:uuid:recorded", 1), (_clusterer.StoryOf("a"), _clusterer.LiveCount));
    }

    private string? See(params ArticleText[] texts)
    {
        foreach (var text in texts)
        {
            _clusterer.See(text);
        }

        return _clusterer.StoryOf(texts[^1].Key);
    }

    private void List(string key, int? hours)
    {
        if (hours is { } some)
        {
            _clusterer.List(Story(key), Now.AddHours(some));
        }
    }

    private static StoryClusterer Clustered(params ArticleText[] texts) => Clustered(new ClusterOptions(), texts);

    private static StoryClusterer Clustered(ClusterOptions options, params ArticleText[] texts)
    {
        var clusterer = new StoryClusterer(options);
        Assert.All(texts, text => clusterer.See(text));
        return clusterer;
    }
}
