using FeedHub.Pipelines;

namespace FeedHub.Commands;

/// <summary>A round of polls with its progress, and the publishing after it.</summary>
internal static class PollAndPublish
{
    public static async Task<PollSummary> RunAsync(
        PollDueFeeds polls, PublishTopStories publish, bool all, Action<PollLine> tell, CancellationToken cancellationToken)
    {
        var summary = await polls.PollAsync(all, wanted => tell(new PollLine { Wanted = wanted }), new Telling(tell), cancellationToken);
        await publish.RunAsync(cancellationToken);
        return summary;
    }

    /// <summary>Tells at once and in order, which <see cref="Progress{T}"/> does not.</summary>
    private sealed class Telling(Action<PollLine> tell) : IProgress<PollReport>
    {
        public void Report(PollReport value) => tell(new PollLine { Report = PollReportView.Of(value) });
    }
}
