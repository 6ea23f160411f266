namespace FeedHub;

/// <summary>What readers think of a story, from one to five. It is shown, and does not rank.</summary>
/// <param name="StoryId">The story.</param>
/// <param name="Count">How many have rated it; above 0.</param>
/// <param name="Sum">The sum of their votes.</param>
public sealed record StoryRating(string StoryId, int Count, int Sum)
{
    /// <summary>The worst vote.</summary>
    public const int Min = 1;

    /// <summary>The best vote.</summary>
    public const int Max = 5;

    /// <summary>The mean of the votes.</summary>
    public double Mean => (double)Sum / Count;
}
