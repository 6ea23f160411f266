namespace FeedHub.Serving.Pages;

/// <summary>What the page of all months shows.</summary>
/// <param name="Site">What is around it.</param>
/// <param name="Months">The months that hold articles, newest first.</param>
public sealed record ArchivePageModel(Site Site, IReadOnlyList<ArchivePageMonth> Months);

/// <summary>A month of the archive.</summary>
/// <param name="Year">The year.</param>
/// <param name="Month">From 1 to 12.</param>
/// <param name="ArticleCount">Articles first seen in it.</param>
public sealed record ArchivePageMonth(int Year, int Month, int ArticleCount)
{
    /// <summary>A month and the number of its articles.</summary>
    public static ArchivePageMonth Of(Month month, int articleCount) => new(month.Year, month.Number, articleCount);

    /// <summary>Its page, below <see cref="Site.Root"/>.</summary>
    public string Path => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"archive/{Year:0000}/{Month:00}");

    /// <summary>Its archive document (RFC 5005), below <see cref="Site.Root"/>.</summary>
    public string FeedPath => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"archive/{Year:0000}-{Month:00}.atom");

    /// <summary>Its name, such as "November 2026".</summary>
    public string Name => new DateOnly(Year, Month, 1).ToString("MMMM yyyy", System.Globalization.CultureInfo.InvariantCulture);
}
