namespace FeedHub.Serving.Pages;

/// <summary>What the page shows on which a story is rated.</summary>
/// <param name="Site">What is around it.</param>
/// <param name="StoryId">The story.</param>
/// <param name="Title">Its title.</param>
/// <param name="Rating">What readers think of it; null: nobody has said.</param>
/// <param name="Token">Allows one vote; null: there is no form.</param>
/// <param name="Answer">What became of a vote; null: none was given.</param>
public sealed record RatePageModel(Site Site, string StoryId, string Title, StoryRating? Rating, string? Token, RatePageAnswer? Answer);

/// <summary>What became of a vote.</summary>
public enum RatePageAnswer
{
    /// <summary>It counts.</summary>
    Counted,

    /// <summary>Someone of this network has rated the story before.</summary>
    AlreadyRated,

    /// <summary>The form was too old, or not ours.</summary>
    Expired,

    /// <summary>No number from one to five was chosen.</summary>
    NothingChosen,

    /// <summary>More votes came than can be kept at once.</summary>
    Busy,
}
