namespace FeedHub.Editing;

/// <summary>A feed to write into the list.</summary>
/// <param name="Url">Its address.</param>
/// <param name="Title">A name for it; null: its own is shown.</param>
internal sealed record NewFeed(Uri Url, string? Title)
{
    /// <summary>How the list writes it.</summary>
    public string Text => Title is null
        ? JsonWords.Quote(Url.AbsoluteUri)
        : $$"""{ "url": {{JsonWords.Quote(Url.AbsoluteUri)}}, "title": {{JsonWords.Quote(Title)}} }""";
}
