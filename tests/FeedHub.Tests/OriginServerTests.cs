using System.Net;

namespace FeedHub;

/// <summary>The tests' origin itself: other tests believe what it says.</summary>
public sealed class OriginServerTests
{
    private static readonly OriginDocument Document = OriginDocument.Of("<rss/>") with { ETag = "W/\"v1\"" };

    [Theory]
    [InlineData("If-None-Match", "\"v1\"", 304)]
    [InlineData("If-None-Match", "\"v0\", W/\"v1\"", 304)]
    [InlineData("If-None-Match", "*", 304)]
    [InlineData("If-None-Match", "\"v2\"", 200)]
    [InlineData("If-Modified-Since", "Wed, 01 Jan 2025 12:00:00 GMT", 304)]
    [InlineData("If-Modified-Since", "Thu, 02 Jan 2025 12:00:00 GMT", 304)]
    [InlineData("If-Modified-Since", "Wed, 01 Jan 2025 11:59:59 GMT", 200)]
    [InlineData("If-Modified-Since", "junk", 200)]
    public async Task A_condition_is_answered_by_the_book(string header, string value, int status)
    {
        await using var origin = await OriginServer.StartAsync(Document);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, origin.FeedUrl);
        request.Headers.TryAddWithoutValidation(header, value);

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        Assert.Equal(status, origin.Requests[0].Status);
        Assert.Equal(value, origin.Requests[0].Headers[header].ToString());
        Assert.Equal("W/\"v1\"", response.Headers.ETag!.ToString());
    }

    [Fact]
    public async Task A_hundred_and_thirty_addresses_serve_a_document_each_and_documents_can_be_replaced()
    {
        await using var origin = await OriginServer.StartAsync(OriginServer.Loopback(130));
        using var client = new HttpClient();
        foreach (var address in origin.Addresses)
        {
            origin.Serve(OriginServer.FeedPath, OriginDocument.Of($"{address}"), address);
        }

        foreach (var address in origin.Addresses)
        {
            Assert.Equal($"{address}", await ReadAsync(address));
        }

        origin.Serve(OriginServer.FeedPath, OriginDocument.Of("new"), origin.Addresses[7]);

        Assert.Equal("new", await ReadAsync(origin.Addresses[7]));
        Assert.Equal(origin.Addresses.Append(origin.Addresses[7]), origin.Requests.Select(request => request.LocalAddress));

        Task<string> ReadAsync(IPAddress address) =>
            client.GetStringAsync(origin.UrlOf(OriginServer.FeedPath, address), TestContext.Current.CancellationToken);
    }
}
