using System.Text.Json;
using System.Xml.Linq;
using FeedHub.Normalizing;
using FeedHub.Reading;
using static FeedHub.Rendering.Published;

namespace FeedHub.Rendering;

/// <summary>Media of a source on their way from its document into ours.</summary>
public sealed class MediaTests
{
    private static readonly XNamespace _media = "http://search.yahoo.com/mrss/";

    [Theory]
    [InlineData("modules/podcast.xml", "https://p.example/1.mp3", "audio/mpeg", 5, "https://site.example/1.jpg")]
    [InlineData("modules/media-group.xml", "https://v.example/1", "application/x-shockwave-flash", 0, "https://v.example/1.jpg")]
    public void OUT_16_OUT_21_Enclosures_and_pictures_are_published_as_they_were_read(string fixture, string url, string type, long length, string image)
    {
        var parsed = Reads.Feed(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", fixture)));
        var draft = Assert.Single(EntryNormalizer.Draft(parsed, new("e-example"), EntryKeyStep.Guid).Drafts);
        var entry = EntryNormalizer.Finish(draft, EntryNormalizer.Profile(parsed), null, Item.UpdatedAt);
        var publication = Feed(Item with { Enclosures = entry.Enclosures, Image = entry.Image });

        var atom = XDocument.Load(new MemoryStream(AtomWriter.Write(publication))).Root!.Element(Atom + "entry")!;
        var link = Assert.Single(atom.Elements(Atom + "link"), link => (string?)link.Attribute("rel") == "enclosure");
        Assert.Equal((url, type, length == 0 ? null : length), ((string)link.Attribute("href")!, (string)link.Attribute("type")!, (long?)link.Attribute("length")));
        Assert.Equal(image, (string)atom.Element(_media + "thumbnail")!.Attribute("url")!);

        var rss = XDocument.Load(new MemoryStream(RssWriter.Write(publication))).Root!.Element("channel")!.Element("item")!;
        Assert.Equal([url, $"{length}", type], Assert.Single(rss.Elements("enclosure")).Attributes().Select(attribute => attribute.Value));
        Assert.Equal(image, (string)rss.Element(_media + "thumbnail")!.Attribute("url")!);

        using var json = JsonDocument.Parse(JsonFeedWriter.Write(publication));
        var item = json.RootElement.GetProperty("items")[0];
        var attachment = Assert.Single(item.GetProperty("attachments").EnumerateArray());
        Assert.Equal((url, type), (attachment.GetProperty("url").GetString(), attachment.GetProperty("mime_type").GetString()));
        Assert.Equal(length > 0, attachment.TryGetProperty("size_in_bytes", out _));
        Assert.Equal(image, item.GetProperty("image").GetString());
    }
}
