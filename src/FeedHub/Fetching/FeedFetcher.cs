using Microsoft.Extensions.Options;

namespace FeedHub.Fetching;

/// <summary>Visits a feed: a conditional GET, its redirects, its body, under caps and deadlines.</summary>
internal sealed class FeedFetcher(OriginClient client, OriginGate gate, IOptions<FetchOptions> options, TimeProvider clock)
{
    private readonly string _userAgent = FeedRequest.UserAgentOf(options.Value.ContactUrl);

    /// <summary>
    /// One visit. The caller has entered <see cref="OriginGate"/> for the origin of <paramref name="start"/> and disposes of that
    /// lease afterwards; a visit that is redirected leaves it early, and enters and leaves the origins of its hops by itself.
    /// An origin that names a time in a 429 or 503 is blocked there until then.
    /// </summary>
    /// <param name="source">The feed.</param>
    /// <param name="start">Its address: that of the list, or where it has moved for good.</param>
    /// <param name="validators">Each is sent to the address that it belongs to, and to no other; without any the visit is unconditional.</param>
    /// <param name="stalled">Told once, when for some seconds nothing has come.</param>
    /// <param name="cancellationToken">The only reason for an exception: all that the network does is an outcome.</param>
    public Task<FetchOutcome> FetchAsync(
        FeedSource source, Uri start, IReadOnlyList<Validators> validators, Action stalled, CancellationToken cancellationToken) =>
        FetchAsync(source, start, validators, RedirectRule.MaxHopCount + 1, stalled, cancellationToken);

    /// <summary>The same with no more than so many requests, redirects included.</summary>
    public async Task<FetchOutcome> FetchAsync(
        FeedSource source, Uri start, IReadOnlyList<Validators> validators, int maxRequestCount, Action stalled, CancellationToken cancellationToken)
    {
        using var trace = new VisitTrace(clock, stalled);
        using var deadline = new CancellationTokenSource(options.Value.Timeout, clock);
        await using var ends = cancellationToken.UnsafeRegister(static deadline => ((CancellationTokenSource)deadline!).Cancel(), deadline);
        try
        {
            return await VisitAsync(source, start, validators, maxRequestCount, trace, deadline.Token);
        }
        catch (Exception exception) when (FetchFailure.Of(exception) is { } failure)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Failed(failure, trace);
        }
    }

    private async Task<FetchOutcome> VisitAsync(
        FeedSource source, Uri start, IReadOnlyList<Validators> validators, int maxRequestCount, VisitTrace trace, CancellationToken cancellationToken)
    {
        if (!RedirectRule.MayStart(start))
        {
            return Failed(FetchFailure.UrlBlocked, trace);
        }

        if (!FeedAuthorization.TryRead(source.Auth, out var authorization))
        {
            return Failed(FetchFailure.Credentials, trace);
        }

        var url = RedirectRule.WithoutFragment(start);
        Uri? movedTo = null;
        var isPermanent = true;
        HashSet<string>? visited = null; // most visits are redirected nowhere
        IDisposable? lease = null;
        try
        {
            while (true)
            {
                // What the operator grants to a feed, secrets and private networks, holds for its own origin alone.
                var isOwn = FeedSource.OriginOf(url) == source.Origin;
                var known = validators.FirstOrDefault(held => held.Url == url.AbsoluteUri);
                using (var request = FeedRequest.Create(url, known, isOwn ? authorization : null, _userAgent))
                using (var answer = await SendAsync(request, isOwn ? source.AllowNetworks : [], trace, cancellationToken))
                {
                    if (!RedirectRule.IsRedirect((int)answer.StatusCode))
                    {
                        var isConditional = FeedRequest.IsConditional(request);
                        if (!isConditional)
                        {
                            trace.Unconditional();
                        }

                        return await EndAsync(answer, url, isConditional ? known : null, trace, cancellationToken) with
                        {
                            Freshness = AnswerFreshness.Read(answer, trace.Now),
                            RetryAt = RetryAfter.Read(FeedRequest.Read(answer, "Retry-After"), trace.Now),
                            MovedTo = movedTo,
                        };
                    }

                    visited ??= new(StringComparer.Ordinal) { url.AbsoluteUri };
                    if (RedirectRule.Follow(url, FeedRequest.Read(answer, "Location"), source) is not { } next)
                    {
                        return Failed(FetchFailure.RedirectBlocked, trace);
                    }

                    url = next;
                    isPermanent &= RedirectRule.IsPermanent((int)answer.StatusCode);
                    movedTo = isPermanent ? next : movedTo;
                }

                if (RefusalOf(url, visited, maxRequestCount) is { } refusal)
                {
                    return Failed(refusal, trace);
                }

                Leave(lease, start);
                lease = await EnterAsync(url, cancellationToken);
            }
        }
        finally
        {
            lease?.Dispose();
        }
    }

    private FetchFailure? RefusalOf(Uri hop, HashSet<string> visited, int maxRequestCount) =>
        !visited.Add(hop.AbsoluteUri) ? FetchFailure.RedirectLoop
        : visited.Count > maxRequestCount ? FetchFailure.RedirectLimit
        : gate.BlockedUntil(FeedSource.OriginOf(hop)) is not null ? FetchFailure.OriginBlocked
        : null;

    private void Leave(IDisposable? lease, Uri start)
    {
        if (lease is null)
        {
            gate.Leave(FeedSource.OriginOf(start));
        }
        else
        {
            lease.Dispose();
        }
    }

    private async Task<IDisposable> EnterAsync(Uri url, CancellationToken cancellationToken)
    {
        try
        {
            return await gate.EnterAsync(FeedSource.OriginOf(url), cancellationToken);
        }
        catch (OperationCanceledException)
        {
            throw new FetchException(FetchFailure.OriginBusy);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, IReadOnlyList<string> allowNetworks, VisitTrace trace, CancellationToken cancellationToken)
    {
        using var patience = new HeaderPatience(options.Value, clock, cancellationToken);
        patience.GoWith(request);
        trace.Requesting();
        try
        {
            var answer = await client.SendAsync(request, allowNetworks, patience.Token);
            trace.Answered((int)answer.StatusCode);
            return answer;
        }
        catch (Exception exception) when (FetchFailure.Of(exception) is { IsBeforeRequest: true })
        {
            trace.NotSent();
            throw;
        }
    }

    private async Task<FetchOutcome> EndAsync(
        HttpResponseMessage answer, Uri url, Validators? sent, VisitTrace trace, CancellationToken cancellationToken)
    {
        switch ((int)answer.StatusCode)
        {
            case 200 or 226: // 226: a smaller window of the same feed (RFC 3229)
                var body = await BodyReader.ReadAsync(answer, options.Value, clock, trace, cancellationToken);
                return new FetchOutcome.Modified(
                    body,
                    url,
                    FeedRequest.ValidatorsOf(answer, url, known: null),
                    FeedRequest.Read(answer, "Content-Type"),
                    FeedRequest.Read(answer, "Content-Location"),
                    FeedRequest.Read(answer, "Content-Language"))
                {
                    Links = FeedRequest.ReadAll(answer, "Link"),
                    Trace = trace.End(),
                };

            case 304 when sent is not null && FeedRequest.ValidatorsOf(answer, url, sent) is { } renewed:
                return new FetchOutcome.NotModified(renewed) { Trace = trace.End() };

            case 304:
                return Failed(FetchFailure.Unsolicited304, trace);

            case 410:
                return new FetchOutcome.Gone { Trace = trace.End() };

            case (429 or 503) and var status:
                if (RetryAfter.Read(FeedRequest.Read(answer, "Retry-After"), trace.Now) is { } until)
                {
                    gate.Block(FeedSource.OriginOf(url), until);
                }

                return new FetchOutcome.Throttled(status) { Trace = trace.End() };

            case var other:
                return Failed(FetchFailure.OfStatus(other), trace);
        }
    }

    private static FetchOutcome.Failed Failed(FetchFailure failure, VisitTrace trace) =>
        new(failure.Code, failure.Message) { Trace = trace.End() };
}
