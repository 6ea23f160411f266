using System.Text.Json;
using static FeedHub.Rendering.Published;

namespace FeedHub.Rendering;

public sealed class StoryJsonWriterTests
{
    private static readonly Story _story = new()
    {
        Id = "urn:uuid:00000000-0000-5000-8000-000000000001",
        Members =
        [
            Sample.Member("e.example/post"),
            Sample.Member("o.example/told") with { Similarity = 0.41, Threshold = 0.24, Words = ["mulesoft", "6.5"] },
            Sample.Member("l.example/late") with { Similarity = 0.3, Threshold = 0.24, IsLate = true },
        ],
        LeadKey = "e.example/post",
        LeadReasons = ["it came first", "2 blogs link to it"],
        Shown = new() { Item = FullItem, LeadKey = "e.example/post", TextAt = Sample.Now, Coverage = 2, MergeCount = 0 },
    };

    private static readonly StoryExplanation _why = new()
    {
        StoryId = _story.Id,
        Rank = 2,
        AsOf = Sample.Now,
        HalfLife = TimeSpan.FromHours(8),
        Score = 1.5 * 0.7,
        Parts =
        [
            new(Sample.Told("e.example", 8), 0.5),
            new(Sample.Told("o.example", 8, 0.5) with { IsCopy = true }, 0.25),
            new(Sample.Told("e.example", 8, 1.5) with { Kind = EvidenceKind.Engagement, CommentsCount = 84, TypicalComments = 20 }, 0.75),
        ],
        SingleSource = 1,
        Diversity = 0.7,
        Above = 1,
        IsKept = true,
        IsPinned = false,
        Text = "Told by 2 publications.",
    };

    [Theory]
    [InlineData("id", "\"urn:uuid:00000000-0000-5000-8000-000000000001\"")]
    [InlineData("title", "\"A <b> & a title\"")]
    [InlineData("url", "\"https://e.example/post?a=1&b=2\"")]
    [InlineData("listedAt", "\"2026-11-24T01:00:00Z\"")]
    [InlineData("updatedAt", "\"2026-11-24T03:00:00Z\"")]
    [InlineData("text", "\"Told by 2 publications.\"")]
    [InlineData("rank", "2")]
    [InlineData("score", "1.05")]
    [InlineData("halfLifeHours", "8")]
    [InlineData("asOf", "\"2026-11-24T12:00:00Z\"")]
    [InlineData("multipliers", """{"singleSource":1,"diversity":0.7,"above":1}""")]
    [InlineData("kept", "true")]
    [InlineData("pinned", "false")]
    [InlineData("lead", """{"article":"e.example/post","because":["it came first","2 blogs link to it"]}""")]
    public void A_story_says(string name, string value) => Assert.Equal(value, Read(_story, _why).GetProperty(name).GetRawText());

    [Fact]
    public void The_parts_stand_there_and_sum_to_the_score()
    {
        var json = Read(_story, _why);
        var parts = json.GetProperty("parts").EnumerateArray().ToList();
        Assert.Equal(
            """{"kind":"publication","publication":"e.example","source":"e.example","amount":1,"at":"2026-11-24T04:00:00Z","ageHours":8,"points":0.5}""",
            parts[0].GetRawText());
        Assert.True(parts[1].GetProperty("copy").GetBoolean());
        Assert.Equal(("engagement", 84, 20), (parts[2].GetProperty("kind").GetString(), parts[2].GetProperty("comments").GetInt32(), parts[2].GetProperty("typical").GetInt32()));
        Assert.Equal(json.GetProperty("score").GetDouble(), parts.Sum(part => part.GetProperty("points").GetDouble()) * 0.7, 9);
    }

    [Fact]
    public void It_is_told_why_each_article_belongs_there() => Assert.Equal(
        """[{"article":"e.example/post","at":"2026-11-24T12:00:00Z","words":[]},"""
        + """{"article":"o.example/told","at":"2026-11-24T12:00:00Z","similarity":0.41,"threshold":0.24,"words":["mulesoft","6.5"]},"""
        + """{"article":"l.example/late","at":"2026-11-24T12:00:00Z","similarity":0.3,"threshold":0.24,"late":true,"words":[]}]""",
        Read(_story, _why).GetProperty("grouped").GetRawText());

    [Fact]
    public void Its_sources_stand_there() => Assert.Equal(
        """[{"id":"e-example","title":"Example"},{"id":"other","title":"Other & Co","link":"https://o.example/told"}]""",
        Read(_story, _why).GetProperty("sources").GetRawText());

    [Fact]
    public void A_story_that_is_over_says_what_it_was_and_no_score()
    {
        var json = Read(_story, null);
        Assert.False(json.TryGetProperty("score", out _));
        Assert.Equal(3, json.GetProperty("grouped").GetArrayLength());
        Assert.Equal("founding", Read(new Story { Id = "urn:example:1", Members = [Sample.Member("founding")] }, null).GetProperty("lead").GetProperty("article").GetString());
        Assert.Equal(JsonValueKind.Object, Read(new Story { Id = "urn:example:1", Members = [] }, _why with { Rank = null, Parts = [] }).ValueKind);
    }

    [Fact]
    public void Whatever_the_texts_hold_it_is_JSON() => Assert.All(HostileTexts, text =>
    {
        var hostile = _story with
        {
            Id = "urn:example:" + XmlText.Clean(text),
            Members = [Sample.Member(text) with { Similarity = 1, Threshold = 0, Words = [text] }],
            LeadKey = text,
            LeadReasons = [text],
            Shown = _story.Shown! with { Item = Hostile(text) },
        };
        var why = _why with { Text = text, Parts = [new(Sample.Told(text, 1), 1)] };
        Assert.Equal(text, Read(hostile, why).GetProperty("text").GetString() is { } told && told == XmlText.Clean(text) ? text : null);
        Assert.Equal(StoryJsonWriter.Write(hostile, why), StoryJsonWriter.Write(hostile, why));
    });

    private static JsonElement Read(Story story, StoryExplanation? why)
    {
        using var document = JsonDocument.Parse(StoryJsonWriter.Write(story, why));
        return document.RootElement.Clone();
    }
}
