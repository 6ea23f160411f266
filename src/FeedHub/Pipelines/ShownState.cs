namespace FeedHub.Pipelines;

/// <summary>All that pages show, as of one publishing.</summary>
/// <param name="List">The list.</param>
/// <param name="States">What is known of the feeds.</param>
/// <param name="Hub">The hub.</param>
/// <param name="Latest">The newest articles of each list, by name.</param>
/// <param name="Ranked">The ranking.</param>
/// <param name="Stories">The listed stories, by id.</param>
/// <param name="Leads">The article that leads each, by the story's id.</param>
/// <param name="Ratings">What readers gave them, by the story's id; where nobody did, none.</param>
internal sealed record ShownState(
    FeedList List,
    IReadOnlyDictionary<FeedId, FeedState> States,
    HubState Hub,
    IReadOnlyDictionary<string, IReadOnlyList<LedArticle>> Latest,
    RankedStories Ranked,
    IReadOnlyDictionary<string, Story> Stories,
    IReadOnlyDictionary<string, LedArticle> Leads,
    IReadOnlyDictionary<string, StoryRating> Ratings);
