namespace FeedHub.Pipelines;

/// <summary>The visits that one command waits for.</summary>
internal sealed class PollRound
{
    private readonly Lock _mutex = new();
    private readonly HashSet<FeedId> _open;
    private readonly List<PollReport> _reports = [];
    private readonly TaskCompletionSource<IReadOnlyList<PollReport>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IProgress<PollReport> _progress;

    public PollRound(IEnumerable<FeedId> wanted, IProgress<PollReport> progress)
    {
        Wanted = [.. wanted];
        _open = [.. Wanted];
        _progress = progress;
        EndIfDone();
    }

    public IReadOnlyList<FeedId> Wanted { get; }

    /// <summary>Ends with the reports of all wanted feeds, in order of their end.</summary>
    public Task<IReadOnlyList<PollReport>> Done => _done.Task;

    public void Report(PollReport report)
    {
        lock (_mutex)
        {
            if (!_open.Remove(report.FeedId))
            {
                return;
            }

            _reports.Add(report);
            _progress.Report(report);
            EndIfDone();
        }
    }

    /// <summary>The visits cannot go on.</summary>
    public void Fail(Exception exception) => _done.TrySetException(exception);

    private void EndIfDone()
    {
        if (_open.Count == 0)
        {
            _done.TrySetResult([.. _reports]);
        }
    }
}

/// <summary>What a round came to.</summary>
/// <param name="Reports">The visits, in order of their end.</param>
/// <param name="Skipped">Feeds that were not visited, and why.</param>
internal sealed record PollSummary(IReadOnlyList<PollReport> Reports, IReadOnlyDictionary<FeedId, string> Skipped);
