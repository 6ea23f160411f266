using FeedHub.Rendering;

namespace FeedHub.Serving.Pages;

/// <summary>What the page of a story shows.</summary>
public sealed record StoryPageModel
{
    /// <summary>What is around it.</summary>
    public required Site Site { get; init; }

    /// <summary>The story.</summary>
    public required PageStory Story { get; init; }

    /// <summary>Everybody who covers it, the lead first.</summary>
    public required IReadOnlyList<StoryTeller> Tellers { get; init; }

    /// <summary>What happened when, the first first.</summary>
    public required IReadOnlyList<StoryEvent> Events { get; init; }

    /// <summary>Why the article that leads it does, in words.</summary>
    public required IReadOnlyList<string> LeadReasons { get; init; }

    /// <summary>The words by which its articles were found to tell the same.</summary>
    public required IReadOnlyList<string> Words { get; init; }

    /// <summary>Why it stands where it does; null: it stands on no front page now.</summary>
    public StoryScorePicture? Score { get; init; }

    /// <summary>Whether readers may still rate it: only stories in memory are.</summary>
    public bool CanBeRated { get; init; } = true;

    /// <summary>Puts a listed story together.</summary>
    /// <param name="site">What is around it.</param>
    /// <param name="maker">Knows the names of feeds.</param>
    /// <param name="story">The story; it shows something.</param>
    /// <param name="lead">The article that leads it; null: it is read no more.</param>
    /// <param name="rating">What readers think of it; null: nothing.</param>
    /// <param name="why">Why it stands where it does; null: it stands nowhere.</param>
    public static StoryPageModel Of(
        Site site, PublicationMaker maker, Story story, LedArticle? lead, StoryRating? rating, StoryExplanation? why)
    {
        ArgumentNullException.ThrowIfNull(maker);
        ArgumentNullException.ThrowIfNull(story);
        var item = story.Shown!.Item;
        var evidence = item.Story?.Evidence ?? [];
        return new StoryPageModel
        {
            Site = site,
            Story = lead is null ? PageStory.Of(story, rating) : PageStory.Of(maker, lead, story, rating, why),
            Tellers = [.. item.Sources.Select((source, place) => new StoryTeller(
                source.Title,
                place == 0 ? item.Title : source.Headline,
                source.Link,
                evidence.FirstOrDefault(one => one.Kind == EvidenceKind.Publication && one.FeedId == source.FeedId)?.At,
                item.Language))],
            Events = StoryEvent.Of(story, maker.TitleOf),
            LeadReasons = story.LeadReasons,
            Words = [.. story.Members.SelectMany(member => member.Words).Distinct(StringComparer.Ordinal).Take(MaxWordCount)],
            Score = why is null ? null : StoryScorePicture.Of(why, maker.TitleOf),
        };
    }

    private const int MaxWordCount = 24;
}

/// <summary>Somebody who covers a story.</summary>
/// <param name="Source">The feed.</param>
/// <param name="Headline">The title there; null: the same text under the story's own title.</param>
/// <param name="Link">Where it leads; null: nowhere.</param>
/// <param name="At">When it told; null: not known any more.</param>
/// <param name="Language">The language of the story; null: not said.</param>
public sealed record StoryTeller(string Source, string? Headline, string? Link, DateTimeOffset? At, string? Language);
