using FeedHub.Serving.Admin;

namespace FeedHub.Pipelines;

/// <summary>Hears of every visit, for the metrics and the board of the operators.</summary>
internal sealed class PollLedger(Telemetry telemetry, HubBoard board)
{
    /// <summary>What a visit found is stored.</summary>
    public void Committed(PollResult result)
    {
        telemetry.Committed(result);
        board.Note(result.State.Id, [.. result.Changes.OfType<EntryChange.Added>().Select(change => EntryView.Of(change.Entry))]);
    }

    /// <summary>A visit has ended, however.</summary>
    public void Ended(PollReport report) => telemetry.Polled(report.Outcome, report.Duration);
}
