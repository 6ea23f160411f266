namespace FeedHub.Serving.Pages;

/// <summary>How far the first round of polls is.</summary>
/// <param name="Done">Feeds visited.</param>
/// <param name="All">Feeds followed.</param>
public sealed record PollProgress(int Done, int All)
{
    internal static PollProgress Of(FeedList list, IReadOnlyDictionary<FeedId, FeedState> states)
    {
        var followed = list.Feeds.Where(source => !source.Paused).ToList();
        return new PollProgress(followed.Count(source => states.GetValueOrDefault(source.Id)?.LastOutcome is not null), followed.Count);
    }
}
