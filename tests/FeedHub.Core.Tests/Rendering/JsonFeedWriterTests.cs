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
