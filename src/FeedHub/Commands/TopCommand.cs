using System.Globalization;
using FeedHub.Configuration;

namespace FeedHub.Commands;

/// <summary><c>feedhub top</c>: the front page as a table.</summary>
internal static class TopCommand
{
    public static async Task<int> RunAsync(HubSettings settings, int count, bool explain, bool json, CancellationToken cancellationToken)
    {
        if (count is < 1 or > 1000)
        {
            throw new HubException(ExitCode.WrongUsage, "--count takes a number from 1 to 1000");
        }

        var stories = await ReadAsync(settings, count, cancellationToken);
        if (json)
        {
            Printing.Json(stories, ViewJson.Printed.IReadOnlyListStoryView);
            return ExitCode.Done;
        }

        if (stories.Count == 0)
        {
            Printing.Line("There are no top stories: nothing of the last three days has been read, or what was is muted, banned or of weight 0 (feedhub status shows the feeds)");
        }

        Printing.Table(
            explain ? ["#", "published", "source", "title", "because"] : ["#", "published", "source", "title"],
            stories.Select(story => new[]
            {
                story.Rank.ToString(CultureInfo.InvariantCulture), Printing.Moment(story.PublishedAt), story.Source, story.Title,
            }.Concat(explain ? [Because(story)] : []).ToList()));
        return ExitCode.Done;
    }

    private static string Because(StoryView story)
    {
        var parts = string.Join(" + ", story.Parts.Select(part => string.Create(
            CultureInfo.InvariantCulture, $"{part.Points:0.###} {part.Source}{(part.Kind == "publication" ? "" : $" ({part.Kind})")}")));
        var factor = story.Multiplier < 1 ? string.Create(CultureInfo.InvariantCulture, $", times {story.Multiplier:0.###}") : "";
        var words = story.Grouped.SelectMany(article => article.Words).Distinct(StringComparer.Ordinal).Take(8).ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{story.Score:0.###} = {parts}{factor}. {story.Why}")
            + (words.Count == 0 ? "" : $" Joined by: {string.Join(", ", words)}.")
            + (story.LeadBecause.Count == 0 ? "" : $" This one leads: {string.Join(", ", story.LeadBecause)}.");
    }

    private static async Task<IReadOnlyList<StoryView>> ReadAsync(HubSettings settings, int count, CancellationToken cancellationToken)
    {
        using var client = await SocketClient.TryConnectAsync(settings, cancellationToken);
        if (client is not null)
        {
            return await client.GetAsync(
                string.Create(CultureInfo.InvariantCulture, $"top?count={count}"), ViewJson.Default.IReadOnlyListStoryView, cancellationToken);
        }

        await using var hub = await HubHost.CreateForAskingAsync(settings, cancellationToken);
        return await StoryView.OfAsync(hub.Services, count, cancellationToken);
    }
}
