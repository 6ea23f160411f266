namespace FeedHub.Serving.Pages;

/// <summary>What the page of a day shows.</summary>
public sealed record ArchiveDayPageModel
{
    /// <summary>What is around it.</summary>
    public required Site Site { get; init; }

    /// <summary>The day.</summary>
    public required ArchivePageDay Day { get; init; }

    /// <summary>The day before that holds articles, or the month; null: it is the first.</summary>
    public required PageLink? Earlier { get; init; }

    /// <summary>The day after it that holds articles, or the month; null: it is the last.</summary>
    public required PageLink? Later { get; init; }
}

/// <summary>An article in the archive.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Link">Where it leads; null: nowhere.</param>
/// <param name="Source">The feed that it is from.</param>
/// <param name="At">Its first sight, by which the archive is ordered.</param>
/// <param name="Language">The language of its title; null: not said.</param>
public sealed record ArchivePageArticle(string Title, string? Link, string Source, DateTimeOffset At, string? Language);
