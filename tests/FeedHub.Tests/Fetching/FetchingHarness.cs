using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace FeedHub.Fetching;

/// <summary>A fetcher over loopback, with options, clock and resolver of the test's own.</summary>
internal sealed class FetchingHarness : IDisposable
{
    private readonly OriginClient client;

    public FetchingHarness(
        FetchOptions? options = null, TimeProvider? clock = null, ResolveHost? resolve = null, TimeSpan gap = default,
        X509Certificate2Collection? roots = null)
    {
        var settings = Options.Create(options ?? new FetchOptions { AllowedNetworks = ["127.0.0.0/8"] });
        clock ??= TimeProvider.System;
        client = new OriginClient(settings, resolve ?? ((_, _) => Task.FromResult<IPAddress[]>([])), clock, roots);
        Gate = new OriginGate(new GateOptions { OriginGap = gap }, clock);
        Fetcher = new FeedFetcher(client, Gate, settings, clock);
    }

    public OriginGate Gate { get; }

    public FeedFetcher Fetcher { get; }

    public Task<FetchOutcome> FetchAsync(Uri url, Validators? validators = null) => FetchAsync(SourceOf(url), validators);

    public async Task<FetchOutcome> FetchAsync(FeedSource source, Validators? validators = null)
    {
        using var lease = Gate.TryEnter(source.Origin);
        return await Fetcher.FetchAsync(source, source.Url, validators is null ? [] : [validators], static () => { }, TestContext.Current.CancellationToken);
    }

    public static FeedSource SourceOf(Uri url) => new() { Id = new FeedId("feed"), Url = url, Channel = "news" };

    /// <summary>Asserts a failure by its code and returns it.</summary>
    public static FetchOutcome.Failed AssertFailed(string code, FetchOutcome outcome)
    {
        var failed = Assert.IsType<FetchOutcome.Failed>(outcome);
        Assert.Equal(code, failed.Code);
        return failed;
    }

    public void Dispose() => client.Dispose();
}
