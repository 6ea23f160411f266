using System.Globalization;

namespace FeedHub.Serving.Pages;

/// <summary>What the page of a month shows.</summary>
public sealed record ArchiveMonthPageModel
{
    /// <summary>What is around it.</summary>
    public required Site Site { get; init; }

    /// <summary>The month.</summary>
    public required ArchivePageMonth Month { get; init; }

    /// <summary>The month before that holds articles; null: it is the first.</summary>
    public required PageLink? Earlier { get; init; }

    /// <summary>The month after it that holds articles; null: it is the last.</summary>
    public required PageLink? Later { get; init; }

    /// <summary>The days that hold articles, newest first, each with a few of them, to tell what it was about.</summary>
    public required IReadOnlyList<ArchivePageDay> Days { get; init; }
}

/// <summary>A day of the archive.</summary>
/// <param name="Day">The day in UTC.</param>
/// <param name="ArticleCount">Articles first seen on it.</param>
/// <param name="Articles">The newest of them, newest first.</param>
public sealed record ArchivePageDay(DateOnly Day, int ArticleCount, IReadOnlyList<ArchivePageArticle> Articles)
{
    /// <summary>Its page, below <see cref="Site.Root"/>.</summary>
    public string Path => Day.ToString("'archive/'yyyy'/'MM'/'dd", CultureInfo.InvariantCulture);

    /// <summary>Its name, such as "27 November 2026".</summary>
    public string Name => Day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
