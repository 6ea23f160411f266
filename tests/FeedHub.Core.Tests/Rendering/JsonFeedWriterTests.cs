using System.Text.Json;
using static FeedHub.Rendering.Published;

namespace FeedHub.Rendering;

public sealed class JsonFeedWriterTests
{
    private static readonly JsonElement _feed = Read(Feed(FullItem));
    private static readonly JsonElement _item = _feed.GetProperty("items")[0];

    [Theory]
    [InlineData("version", "https://jsonfeed.org/version/1.1")]
    [InlineData("title", "Open & Source")]
    [InlineData("home_page_url", "https://hub.example/")]
    [InlineData("feed_url", "https://hub.example/top-stories.json")]
    [InlineData("description", "What people talk about")]
    public void OUT_19_The_feed_says(string name, string value) => Assert.Equal(value, _feed.GetProperty(name).GetString());

    [Theory]
    [InlineData("id", "urn:uuid:00000000-0000-5000-8000-000000000001")]
    [InlineData("url", "https://e.example/post?a=1&b=2")]
    [InlineData("title", "A <b> & a title")]
    [InlineData("content_html", "<p>Long &amp; <i>thorough</i></p>")]
    [InlineData("summary", "Short & sweet")]
    [InlineData("image", "https://e.example/a.png")]
    [InlineData("date_published", "2026-11-24T01:00:00Z")]
    [InlineData("date_modified", "2026-11-24T03:00:00Z")]
    [InlineData("language", "en-GB")]
    public void OUT_20_An_item_says(string name, string value) => Assert.Equal(value, _item.GetProperty(name).GetString());

    [Fact]
    public void OUT_20_An_item_without_text_says_its_title() =>
        Assert.Equal("A <b> & a title", Read(Feed(Item)).GetProperty("items")[0].GetProperty("content_text").GetString());

    [Fact]
    public void OUT_21_Attachments_have_an_address_and_a_type()
    {
        var attachments = _item.GetProperty("attachments");
        Assert.Equal("""{"url":"https://e.example/a.mp3","mime_type":"audio/mpeg","size_in_bytes":1234}""", attachments[0].GetRawText());
        Assert.Equal("""{"url":"https://e.example/b","mime_type":"application/octet-stream"}""", attachments[1].GetRawText());
    }

    [Fact]
    public void OUT_22_There_is_no_next_page() => Assert.False(_feed.TryGetProperty("next_url", out _));

    [Fact]
    public void OUT_24_No_hub_is_named_while_there_is_none() => Assert.False(_feed.TryGetProperty("hubs", out _));

    [Fact]
    public void OUT_23_The_extension_names_every_source()
    {
        var extension = _item.GetProperty("_feedhub");
        Assert.Equal("https://hub.example/bot", extension.GetProperty("about").GetString());
        Assert.Equal(7, extension.GetProperty("comments_count").GetInt32());
        Assert.Equal(
            """[{"id":"e-example","title":"Example","url":"https://e.example/feed","site":"https://e.example/"},"""
            + """{"id":"other","title":"Other & Co","url":"https://o.example/feed","link":"https://o.example/told"}]""",
            extension.GetProperty("sources").GetRawText());
    }

    [Fact]
    public void An_item_that_is_an_article_has_no_story() => Assert.False(_item.GetProperty("_feedhub").TryGetProperty("story", out _));

    [Fact]
    public void The_extension_tells_the_timeless_facts_of_a_story() => Assert.Equal(
        """{"lead":["it came first"],"evidence":["""
        + """{"kind":"publication","source":"a","amount":1,"at":"2026-11-24T10:00:00Z"},"""
        + """{"kind":"publication","source":"b","amount":0.5,"at":"2026-11-24T11:00:00Z","copy":true},"""
        + """{"kind":"engagement","source":"a","amount":1.235,"at":"2026-11-24T11:00:00Z","comments":84},"""
        + """{"kind":"link","source":"c","amount":0.7,"at":"2026-11-24T11:00:00Z"}"""
        + """],"joined":[{"similarity":0.41,"threshold":0.24,"words":["mulesoft","6.5"]}]}""",
        Read(Feed(Item with
        {
            Story = new()
            {
                LeadReasons = ["it came first"],
                Evidence =
                [
                    Sample.Told("a", 2),
                    Sample.Told("b", 1, 0.5) with { IsCopy = true },
                    Sample.Told("a", 1, 1.23456) with { Kind = EvidenceKind.Engagement, CommentsCount = 84, TypicalComments = 20 },
                    Sample.Told("c", 1, 0.7) with { Kind = EvidenceKind.Link },
                ],
                Members = [Sample.Member("founding"), Sample.Member("joined") with { Similarity = 0.41, Threshold = 0.24, Words = ["mulesoft", "6.5"] }],
            },
        })).GetProperty("items")[0].GetProperty("_feedhub").GetProperty("story").GetRawText());

    [Fact]
    public void Whatever_the_texts_of_a_story_hold_it_is_JSON() => Assert.All(HostileTexts, text => Assert.Equal(
        JsonValueKind.Object,
        Read(Feed(Hostile(text) with
        {
            Story = new()
            {
                LeadReasons = [text],
                Evidence = [Sample.Told(text, 1)],
                Members = [Sample.Member(text) with { Similarity = 1, Threshold = 0, Words = [text] }],
            },
        })).ValueKind));

    [Fact]
    public void Authors_and_tags_are_lists()
    {
        Assert.Equal("""[{"name":"Ada","url":"https://ada.example/"},{"name":"bob@example.org"}]""", _item.GetProperty("authors").GetRawText());
        Assert.Equal("""["Linux","kernel"]""", _item.GetProperty("tags").GetRawText());
    }

    private static JsonElement Read(Publication publication)
    {
        using var document = JsonDocument.Parse(JsonFeedWriter.Write(publication));
        return document.RootElement.Clone();
    }
}
