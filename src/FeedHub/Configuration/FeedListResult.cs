namespace FeedHub.Configuration;

/// <summary>What reading the list comes to: the whole of it, or what is wrong with it.</summary>
internal abstract record FeedListResult
{
    private FeedListResult() { } // closed: every case stands in this file

    /// <summary>A list without a mistake.</summary>
    public sealed record Valid(FeedList List) : FeedListResult;

    /// <summary>All mistakes, at least one, in the order of the file.</summary>
    public sealed record Invalid(IReadOnlyList<ListMistake> Mistakes) : FeedListResult;

    /// <summary>One mistake about the file as a whole.</summary>
    public static Invalid File(string message) => new([new ListMistake(0, 0, "", message)]);
}
