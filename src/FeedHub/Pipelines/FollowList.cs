using FeedHub.Configuration;

namespace FeedHub.Pipelines;

/// <summary>Notices a changed list: a valid one is followed at once, an invalid one changes nothing and is told.</summary>
internal sealed partial class FollowList(
    FeedListFile file, FollowedFeeds followed, ListTrouble trouble, PublishSignal signal, PollDueFeeds polls, ILogger<FollowList> logger)
{
    private bool _wasRefused;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        switch (await file.CheckAsync(cancellationToken))
        {
            case FeedListCheck.Applied:
                if (await followed.FollowAsync(file.Current, cancellationToken) is { } mistake)
                {
                    trouble.Set([mistake]);
                    Log.Refused(logger, mistake);
                    break;
                }

                trouble.Set([]);
                _wasRefused = false;
                Log.Applied(logger, followed.Sources.Count);
                signal.Set();
                polls.Tick();
                break;
            case FeedListCheck.Refused:
                trouble.Set([.. file.Mistakes.Select(line => line.ToString())]);
                _wasRefused = true;
                foreach (var line in file.Mistakes)
                {
                    Log.Refused(logger, line.ToString());
                }

                break;
            case FeedListCheck.Unchanged when file.Mistakes.Count == 0 && _wasRefused:
                trouble.Set([]); // it was put back to what is followed
                _wasRefused = false;
                break;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The list changed: {FeedCount} feeds are followed")]
        public static partial void Applied(ILogger logger, int feedCount);

        [LoggerMessage(LogLevel.Error, "The list changed but cannot be used, so the last good one goes on: {Mistake}")]
        public static partial void Refused(ILogger logger, string mistake);
    }
}
