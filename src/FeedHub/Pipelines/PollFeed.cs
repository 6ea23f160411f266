using System.Globalization;
using System.Security.Cryptography;
using FeedHub.Deduplicating;
using FeedHub.Fetching;
using FeedHub.Normalizing;
using FeedHub.Polling;
using FeedHub.Reading;
using FeedHub.Scheduling;
using FeedHub.Serving;
using FeedHub.Storage;
using Microsoft.Extensions.Options;

namespace FeedHub.Pipelines;

/// <summary>One visit to a feed, told top to bottom: fetch, read, normalize, deduplicate, commit.</summary>
internal sealed partial class PollFeed(
    FeedFetcher fetcher, IFeedStore store, RecognizeEntries recognize, CommitPolls commits, OriginGate gate, EgressWatch egress,
    FollowedFeeds followed, PublicAddress address, IOptions<PollingOptions> options, PollLedger ledger, Telemetry telemetry,
    TimeProvider clock, Jitter jitter, ILogger<PollFeed> logger)
{
    /// <summary>At most so many new entries are stored in one commit (BAD-48).</summary>
    private const int MaxAddedPerCommit = 500;

    /// <summary>So long the operator is told that a feed renamed its entries.</summary>
    private static readonly TimeSpan RenamedNoticeAge = TimeSpan.FromDays(30);

    private const string Ok = "ok";
    private const string Unchanged = "not-modified";

    /// <summary>Visits a claimed feed whose origin the caller has entered. A bad feed ends in a report, never in an exception.</summary>
    /// <param name="source">The feed.</param>
    /// <param name="before">Its state before the claim.</param>
    /// <param name="claimed">Its state as the claim has stored it.</param>
    /// <param name="waits">Told when the visit only waits: for an origin that keeps silent, or for the disk.</param>
    /// <param name="cancellationToken">Stops the visit, of which nothing is then stored.</param>
    public async Task<PollReport> RunAsync(
        FeedSource source, FeedState before, FeedState claimed, Action waits, CancellationToken cancellationToken)
    {
        var startedAt = clock.GetTimestamp();
        using var span = telemetry.Start("poll", source.Id);
        PollResult result;
        FetchTrace? trace = null;
        try
        {
            (result, trace) = await FetchAsync(source, before, claimed, waits, cancellationToken);
            await CommitAsync(result, LineOf(result, trace), waits, cancellationToken);
            ledger.Committed(result);
            if (egress.TakeUnjust() is { Count: > 0 } unjust)
            {
                await store.ChangeFeedsAsync(states => FeedRoster.Acquit(states, unjust, jitter.Next, Now()), cancellationToken);
            }
        }
        catch (StorageException exception)
        {
            // Nothing was stored: the claim stands, and the next visit asks with the old validators.
            result = new PollResult(claimed, claimed with { LastOutcome = "store", LastError = exception.Message }, [], 0);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.Broke(logger, claimed.Id, exception);
            result = new PollResult(
                claimed, PollSchedule.AfterFailure(claimed, "internal", exception.Message, null, jitter.Next(), Now()), [], 0);
            await SaveFailureAsync(result.State, cancellationToken);
        }

        var report = new PollReport(
            claimed.Id,
            result.State.LastOutcome!,
            result.State.LastError,
            result.EntriesRead,
            result.Changes.OfType<EntryChange.Added>().Count(),
            result.Changes.OfType<EntryChange.Revised>().Count(),
            clock.GetElapsedTime(startedAt));
        ledger.Ended(report);
        Tell(report, trace, result.State);
        return report;
    }

    /// <summary>The visit up to its result, which waits for the disk without the document.</summary>
    private async Task<(PollResult Result, FetchTrace Trace)> FetchAsync(
        FeedSource source, FeedState before, FeedState claimed, Action waits, CancellationToken cancellationToken)
    {
        // A first visit needs it. It is asked for before there is a document, which would wait for the store with it.
        var hub = claimed.FirstVisitAt is null ? await store.ReadHubAsync(cancellationToken) : null;
        var outcome = await fetcher.FetchAsync(source, claimed.VisitUrl, ValidatorsFor(claimed), waits, cancellationToken);
        var result = await DigestAsync(source, Visited(before, claimed, outcome), outcome, hub, cancellationToken);
        return (Judge(before, result, outcome), outcome.Trace);
    }

    private FeedVisit LineOf(PollResult result, FetchTrace trace) => new(
        Now(), result.State.LastOutcome!, trace.Status, trace.ReceivedBytes, result.Changes.OfType<EntryChange.Added>().Count(), result.State.DueAt,
        result.State.DueReason);

    private async Task SaveFailureAsync(FeedState state, CancellationToken cancellationToken)
    {
        try
        {
            await store.CommitSoonAsync([state], null, cancellationToken);
        }
        catch (StorageException)
        {
            // Then the claim stands, and the report tells it all the same.
        }
    }

    /// <summary>One line for each visit.</summary>
    private void Tell(PollReport report, FetchTrace? trace, FeedState state)
    {
        var milliseconds = (long)report.Duration.TotalMilliseconds;
        if (report.Error is null)
        {
            Log.Polled(
                logger, report.FeedId, report.Outcome, trace?.Status ?? 0, report.EntriesRead, report.Added, report.Revised,
                trace?.ReceivedBytes ?? 0, milliseconds, state.DueAt, state.DueReason);
        }
        else
        {
            Log.Failed(
                logger, report.FeedId, report.Outcome, report.Error, trace?.Status ?? 0, trace?.ReceivedBytes ?? 0, milliseconds,
                state.DueAt, state.DueReason);
        }
    }

    private IReadOnlyList<Validators> ValidatorsFor(FeedState state)
    {
        // A newer reader may see more in the same document: it asks once without them (PP-4). So does one who for long has been told
        // that nothing changes: some servers say so whatever they are asked (PP-23).
        var isStale = state.LastDocumentAt is { } last && clock.GetUtcNow() - last > options.Value.RevalidateAfter
            && !options.Value.NeverRevalidate.Contains(state.VisitUrl.GetLeftPart(UriPartial.Authority), StringComparer.OrdinalIgnoreCase);
        return state.ReaderVersion != FeedReader.Version || isStale ? []
            : state.Validators is { } current ? [current, .. state.EarlierValidators]
            : state.EarlierValidators;
    }

    /// <summary>
    /// The state with the visit counted. The floor counts from its end: its request reached the origin before, however late it was on its
    /// way. Where none was sent, none is counted.
    /// </summary>
    private FeedState Visited(FeedState before, FeedState claimed, FetchOutcome outcome) => claimed with
    {
        LastRequestAt = outcome.Trace.RequestAt is null ? before.LastRequestAt : Now(),
        VisitCount = claimed.VisitCount + 1,
        Report = claimed.Report.With(outcome.Trace, outcome.RetryAt),
    };

    private async Task<PollResult> DigestAsync(
        FeedSource source, FeedState state, FetchOutcome outcome, HubState? hub, CancellationToken cancellationToken)
    {
        switch (outcome)
        {
            case FetchOutcome.Modified modified:
                return await ReadAsync(source, state, modified, hub, cancellationToken);
            case FetchOutcome.NotModified notModified:
                var held = notModified.Validators == state.Validators ? state : state.WithValidators(notModified.Validators, notModified.Validators.Url);
                return new PollResult(state, Succeeded(source, Observed(held, [], null), outcome, Unchanged), [], 0);
            case FetchOutcome.Throttled throttled:
                var wish = throttled.RetryAt is { } retryAt ? $"until {retryAt:u}" : "and did not say until when";
                var resting = Failed(
                    state, $"http-{throttled.Status}", $"the origin asked for rest (HTTP {throttled.Status}) {wish}", outcome);
                return new PollResult(state, resting, [], 0);
            case FetchOutcome.Gone:
                var gone = Failed(
                    state, "http-410", "the publisher says that the feed is gone for good (HTTP 410): remove it from the list", outcome);
                return new PollResult(state, gone with { IsGone = true }, [], 0);
            case FetchOutcome.Failed failed:
                var after = Failed(state, failed.Code, failed.Message, outcome);
                return new PollResult(state, failed.Code == FetchFailure.Unsolicited304.Code ? after with { Validators = null, EarlierValidators = [] } : after, [], 0);
            default:
                throw new InvalidOperationException($"unknown outcome {outcome.GetType().Name}");
        }
    }

    /// <summary>What the visit means for the feed's life: its moves, the rest of its origin, and whether it failed by itself at all.</summary>
    private PollResult Judge(FeedState before, PollResult result, FetchOutcome outcome)
    {
        var state = result.State;
        var isSuccess = state.LastError is null;
        if (egress.Observe(before, isSuccess ? null : state.LastOutcome, Now()))
        {
            var unheld = PollSchedule.AfterSuspectFailure(
                before, state.LastOutcome!, state.LastError!, outcome.Trace.RequestAt is null ? null : state.LastRequestAt, Now());
            return result with { State = unheld with { StoreEpoch = state.StoreEpoch, VisitCount = state.VisitCount, Report = state.Report } };
        }

        if (state.BlockedUntil is { } until)
        {
            gate.Block(state.Origin, until);
        }

        var move = PermanentMoves.After(state, outcome.MovedTo, isSuccess, Now());
        if (move?.IsConfirmed != state.Move?.IsConfirmed && (move ?? state.Move) is { } changed)
        {
            Log.Moved(logger, state.Id, move is { IsConfirmed: true } ? "has moved for good and is visited at" : "is no longer visited at", changed.To.Host);
        }

        return move == state.Move ? result : result with { State = state with { Move = move } };
    }

    private async Task<PollResult> ReadAsync(
        FeedSource source, FeedState state, FetchOutcome.Modified modified, HubState? hub, CancellationToken cancellationToken)
    {
        var bodyHash = Convert.ToHexStringLower(SHA256.HashData(modified.Body.Span));
        var known = state.ReaderVersion == FeedReader.Version ? state : state with { Validators = null, EarlierValidators = [] };
        var taken = known.WithValidators(modified.Validators, modified.EffectiveUrl.AbsoluteUri) with
        {
            BodyHash = bodyHash,
            ReaderVersion = FeedReader.Version,
            LastDocumentAt = Now(),
        };
        if (state.BodyHash == bodyHash && state.ReaderVersion == FeedReader.Version)
        {
            return new PollResult(state, Succeeded(source, Observed(taken, [], null), modified, Ok), [], 0); // spares the reading, never the validators (PP-4)
        }

        var outcome = FeedReader.Read(modified.Body, modified.Context);
        if (outcome is not ReadOutcome.Read { Feed: var parsed })
        {
            var notAFeed = (ReadOutcome.NotAFeed)outcome;
            return new PollResult(state, Failed(state, notAFeed.Code, notAFeed.Message, modified), [], 0);
        }

        var listId = followed.List.Id ?? (hub ?? await store.ReadHubAsync(cancellationToken)).Id;
        if (OwnPublications.IsAddress(modified.EffectiveUrl, address.Url) || OwnPublications.IsDocument(parsed, listId, address.Url))
        {
            return new PollResult(
                state, Failed(state, "own-feed", "this is one of the feeds that this FeedHub serves itself: remove it from the list", modified), [], 0);
        }

        var recognized = await recognize.RunAsync(parsed, state, Now(), cancellationToken);
        var profile = EntryNormalizer.Profile(parsed);
        var changes = ChangesOf(state, recognized, profile, hub);
        taken = taken with
        {
            KeyStep = recognized.Drafted.KeyStep,
            SharesKeys = state.SharesKeys || recognized.Drafted.SharesKeys,
            RenamedAt = recognized.IsRenamed ? Now() : state.RenamedAt,
            Profile = profile,
            FirstVisitAt = state.FirstVisitAt ?? Now(),
            EntryCount = state.EntryCount + changes.OfType<EntryChange.Added>().Count(),
        };
        taken = taken with { Notice = NoticeOf(taken, parsed, recognized.Drafted) };
        taken = Observed(taken, [.. changes.OfType<EntryChange.Added>().Select(change => change.Entry)], parsed.Entries.Count);
        return new PollResult(state, Succeeded(source, taken, modified, Ok), changes, parsed.Entries.Count);
    }

    /// <summary>What the operator should look at, the gravest alone.</summary>
    private string? NoticeOf(FeedState state, ParsedFeed parsed, DraftedFeed drafted) =>
        parsed.Entries.Count == 0 && state.EntryCount > 0
            ? $"its document is empty, though {state.EntryCount} entries were read before; they stay"
        : Now() - state.RenamedAt < RenamedNoticeAge
            ? string.Create(CultureInfo.InvariantCulture, $"nearly all its entries came under new ids on {state.RenamedAt:yyyy-MM-dd}: they keep their old ones, and none counts as new")
        : drafted.HasUnstableGuids
            ? "its ids are unstable: more than 5 % of them are empty or repeated, so its entries are told apart without them"
        : null;

    /// <summary>What the visit teaches of the feed's rhythm.</summary>
    /// <param name="state">The feed.</param>
    /// <param name="added">New entries.</param>
    /// <param name="windowCount">Entries in the document; null: as many as before.</param>
    private FeedState Observed(FeedState state, IReadOnlyList<Entry> added, int? windowCount)
    {
        if ((windowCount ?? state.Rhythm?.WindowCount) is not { } window)
        {
            return state;
        }

        var rhythm = AdaptiveInterval.Observe(
            state.Rhythm, [.. added.Select(entry => entry.PublishedAt ?? entry.UpdatedAt)], window, state.LastSuccessAt, Now());
        return state with
        {
            Rhythm = rhythm,
            Notice = rhythm.Hurry is null ? state.Notice : "nearly all of its document was new at the last visit: entries may have been lost between",
        };
    }

    /// <param name="state">The feed.</param>
    /// <param name="recognized">Its document.</param>
    /// <param name="profile">What the document says of the feed.</param>
    /// <param name="hub">Of a first visit, as it was when that began.</param>
    private IReadOnlyList<EntryChange> ChangesOf(FeedState state, RecognizedFeed recognized, FeedProfile profile, HubState? hub)
    {
        var now = Now();
        var added = new List<Entry>();
        var changes = new List<EntryChange>();
        foreach (var (draft, entry) in recognized.Matches)
        {
            if (entry is null)
            {
                added.Add(EntryNormalizer.Finish(draft, profile, null, now));
            }
            else if (entry.SourceHash != draft.SourceHash
                && EntryMatcher.Compare(entry, EntryNormalizer.Finish(draft, profile, entry, now)) is { } change)
            {
                changes.Add(change);
            }
        }

        var isFirstVisit = state.FirstVisitAt is null;
        var inLatest = Backfill.Choose(added, isFirstVisit, isFirstVisit && hub!.FirstRoundDone);
        return
        [
            .. added
                .OrderByDescending(entry => entry.PublishedAt ?? entry.UpdatedAt ?? entry.FirstSeenAt)
                .Select(entry => new EntryChange.Added(entry, inLatest.Contains(entry.Key))),
            .. changes,
            .. recognized.Names,
        ];
    }

    private async Task CommitAsync(PollResult result, FeedVisit line, Action waits, CancellationToken cancellationToken)
    {
        // A success that changed nothing need not wait for the disk; what an origin asked for (410, Retry-After) must be there at once.
        if (result.State.LastError is null && result.Changes.Count == 0 && result.Before.FirstVisitAt is not null && result.Before.Profile == result.State.Profile)
        {
            waits(); // the store may be busy with a write
            await store.CommitSoonAsync([result.State], line, cancellationToken);
            return;
        }

        // What does not fit into one commit goes ahead under the old state: a crash between repeats the question and loses nothing.
        // New names are told all at once: half of them would hide that nearly all are new.
        EntryChange[] names = [.. result.Changes.OfType<EntryChange.Renamed>()];
        var chunks = result.Changes.Where(change => change is not EntryChange.Renamed).Chunk(MaxAddedPerCommit).ToList();
        var before = result.Before;
        foreach (var chunk in chunks.SkipLast(1))
        {
            before = before with { EntryCount = before.EntryCount + chunk.OfType<EntryChange.Added>().Count() };
            await commits.CommitAsync(result with { State = before, Changes = chunk }, waits, cancellationToken);
        }

        await commits.CommitAsync(result with { Changes = [.. chunks.LastOrDefault() ?? [], .. names] }, waits, cancellationToken);
        await store.NoteVisitAsync(result.State.Id, line, cancellationToken);
    }

    private FeedState Succeeded(FeedSource source, FeedState state, FetchOutcome outcome, string code) =>
        PollSchedule.AfterSuccess(state, code, outcome, options.Value.Spacing, CronSchedule.Next(source, Now()), jitter.Next(), Now());

    private FeedState Failed(FeedState state, string code, string message, FetchOutcome outcome) =>
        PollSchedule.AfterFailure(state, code, message, outcome, jitter.Next(), Now());

    private DateTimeOffset Now() => clock.GetStoredNow();

    private static partial class Log
    {
        [LoggerMessage(
            LogLevel.Information,
            "Polled {Feed}: {Outcome} (status {Status}), {EntriesRead} read, {Added} new, {Revised} revised, {Bytes} bytes in {Milliseconds} ms; "
                + "next visit {DueAt:u} ({DueReason})")]
        public static partial void Polled(
            ILogger logger, FeedId feed, string outcome, int status, int entriesRead, int added, int revised, long bytes, long milliseconds,
            DateTimeOffset dueAt, string dueReason);

        [LoggerMessage(
            LogLevel.Warning,
            "Polled {Feed}: {Outcome}: {Error} (status {Status}, {Bytes} bytes in {Milliseconds} ms); next visit {DueAt:u} ({DueReason})")]
        public static partial void Failed(
            ILogger logger, FeedId feed, string outcome, string error, int status, long bytes, long milliseconds, DateTimeOffset dueAt,
            string dueReason);

        [LoggerMessage(LogLevel.Warning, "{Feed} {Verb} {Host}")]
        public static partial void Moved(ILogger logger, FeedId feed, string verb, string host);

        [LoggerMessage(LogLevel.Error, "Polling {Feed} met a mistake of FeedHub's own; the feed is visited again later")]
        public static partial void Broke(ILogger logger, FeedId feed, Exception exception);
    }
}
