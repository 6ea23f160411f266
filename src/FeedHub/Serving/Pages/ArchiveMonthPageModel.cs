namespace FeedHub.Serving.Pages;

/// <summary>What the page of a month shows.</summary>
public sealed record ArchiveMonthPageModel
{
    /// <summary>What is around it.</summary>
    public required Site Site { get; init; }

    /// <summary>The month.</summary>
    public required ArchivePageMonth Month { get; init; }

    /// <summary>The month before that holds articles; null: it is the first.</summary>
    public ArchivePageMonth? Previous { get; init; }

    /// <summary>The month after it that holds articles; null: it is the last.</summary>
    public ArchivePageMonth? Next { get; init; }

    /// <summary>The days that hold articles, newest first.</summary>
    public required IReadOnlyList<ArchivePageDay> Days { get; init; }
}

/// <summary>A day of the archive.</summary>
/// <param name="Day">The day in UTC.</param>
/// <param name="ArticleCount">Articles first seen on it.</param>
/// <param name="Headlines">A few of them, to tell what the day was about; may be empty.</param>
public sealed record ArchivePageDay(DateOnly Day, int ArticleCount, IReadOnlyList<ArchivePageArticle> Headlines)
{
    /// <summary>Its page, below <see cref="Site.Root"/>.</summary>
    public string Path => PathOf(Day);

    /// <summary>The page of a day.</summary>
    public static string PathOf(DateOnly day) => day.ToString("'archive/'yyyy'/'MM'/'dd", System.Globalization.CultureInfo.InvariantCulture);
}
