using System.Net;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace FeedHub.Demo;

public sealed class DemoQuirksTests
{
    [Fact]
    public async Task One_feed_has_a_bare_ampersand_and_an_entity_that_XML_does_not_know()
    {
        await using var demo = await RunningDemo.StartAsync();

        var text = await demo.ReadFeedAsync("quillet");

        Assert.Contains("<title>Quillet: archives & other boxes</title>", text, StringComparison.Ordinal);
        Assert.Contains("caf&eacute;", text, StringComparison.Ordinal);
        Assert.Throws<XmlException>(() => XDocument.Parse(text));
    }

    [Fact]
    public async Task One_feed_is_in_windows_1252_and_only_its_declaration_says_so()
    {
        await using var demo = await RunningDemo.StartAsync();

        using var response = await demo.GetAsync(demo.Addresses.Feed("leni"));
        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var text = CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetString(bytes);

        Assert.Null(response.Content.Headers.ContentType!.CharSet);
        Assert.StartsWith("<?xml version=\"1.0\" encoding=\"windows-1252\"?>", text, StringComparison.Ordinal);
        Assert.Contains("Lenis Werkstatt für Übermorgen", text, StringComparison.Ordinal);
        Assert.Contains("„Möchten Sie den Vorgang abbrechen? Ja / Abbrechen“", text, StringComparison.Ordinal);
        Assert.Throws<DecoderFallbackException>(() => new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes));
    }

    [Fact]
    public void Windows_1252_has_every_letter_that_its_blog_uses()
    {
        var strict = CodePagesEncodingProvider.Instance
            .GetEncoding(1252, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;
        var blog = Assert.Single(DemoBlogs.All, blog => blog.Has(DemoQuirk.Windows1252));

        Assert.All(blog.Posts.SelectMany(post => post.Body.Append(post.Title).Concat(post.Tags)), text => strict.GetBytes(text));
    }

    [Fact]
    public async Task One_feed_has_no_guids()
    {
        await using var demo = await RunningDemo.StartAsync();

        Assert.DoesNotContain("<guid", await demo.ReadFeedAsync("tobin"), StringComparison.Ordinal);
        Assert.Contains("<guid", await demo.ReadFeedAsync("gazette"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_feed_has_relative_links_against_its_base()
    {
        await using var demo = await RunningDemo.StartAsync();

        var xml = XDocument.Parse(await demo.ReadFeedAsync("wren"));
        XNamespace atom = "http://www.w3.org/2005/Atom";

        Assert.Equal(demo.Addresses.Page("wren").AbsoluteUri, xml.Root!.Attribute(XNamespace.Xml + "base")!.Value);
        Assert.Contains("licences-are-letters", xml.Descendants(atom + "link").Select(link => link.Attribute("href")!.Value));
        Assert.Contains("href='./reporting-politely#kindness'", xml.Root.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_item_has_a_script()
    {
        await using var demo = await RunningDemo.StartAsync();

        var text = await demo.ReadFeedAsync("gazette");

        Assert.Contains("<script>window.scriptOfAFeedHasRun = true;</script>", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_blog_is_gone()
    {
        await using var demo = await RunningDemo.StartAsync();

        using var response = await demo.GetAsync(demo.Addresses.Feed("attic"));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task One_blog_answers_only_after_a_while()
    {
        await using var demo = await RunningDemo.StartAsync();

        var answer = demo.GetAsync(demo.Addresses.Feed("radio"));
        using var other = await demo.GetAsync(demo.Addresses.Feed("heron"));
        Assert.False(answer.IsCompleted);

        // The request may not have reached the origin yet, so the clock moves until it is answered.
        while (!answer.IsCompleted)
        {
            demo.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        using var response = await answer;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task The_origin_stops_although_someone_waits_for_the_slow_blog()
    {
        var demo = await RunningDemo.StartAsync();
        var answer = demo.GetAsync(demo.Addresses.Feed("radio"));

        await demo.Origin.DisposeAsync(); // comes back, although the blog's moment never does

        // Cut off on the wire or told so by the server, as it happens; in no case is there a feed.
        var cutOff = await Record.ExceptionAsync(() => answer);
        Assert.True(cutOff is HttpRequestException || (cutOff is null && !(await answer).IsSuccessStatusCode), $"{cutOff}");
        demo.Client.Dispose();
    }
}
