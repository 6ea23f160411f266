namespace FeedHub;

/// <summary>What stories are found by: the text of an article, in the words of its lead.</summary>
/// <param name="Key">The article's key.</param>
/// <param name="ArticleId">The article's id, of which the id of the story is made that it founds.</param>
/// <param name="At">When it tells: min(published, first seen), UTC.</param>
/// <param name="Publication">Who tells it, in lower case: the registrable domain, or the blog where a platform hosts many.</param>
/// <param name="Title">Plain text of any length.</param>
/// <param name="Summary">Plain text of any length; null: none.</param>
/// <param name="Language">What the publisher claims, a BCP 47 tag; null: nothing.</param>
public sealed record ArticleText(
    string Key, string ArticleId, DateTimeOffset At, string Publication, string Title, string? Summary, string? Language);
