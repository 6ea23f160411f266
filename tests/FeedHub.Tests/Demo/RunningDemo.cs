using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Demo;

/// <summary>The origin of the demo with a clock that stands still, and a client that asks it.</summary>
internal sealed class RunningDemo : IAsyncDisposable
{
    /// <summary>Long enough for every post to have come.</summary>
    public static readonly TimeSpan All = TimeSpan.FromMinutes(3);

    private RunningDemo(FakeTimeProvider clock, DemoOrigin origin) => (Clock, Origin) = (clock, origin);

    public FakeTimeProvider Clock { get; }

    public DemoOrigin Origin { get; }

    public HttpClient Client { get; } = new();

    public DemoAddresses Addresses => Origin.Addresses;

    public static async Task<RunningDemo> StartAsync()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 15, 30, 0, 250, TimeSpan.Zero));
        return new(clock, await DemoOrigin.StartAsync(clock, TestContext.Current.CancellationToken));
    }

    public async Task<HttpResponseMessage> GetAsync(Uri url, string? etag = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (etag is not null)
        {
            request.Headers.IfNoneMatch.ParseAdd(etag);
        }

        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<string> ReadFeedAsync(string slug)
    {
        using var response = await GetAsync(Addresses.Feed(slug));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Origin.DisposeAsync();
    }
}
