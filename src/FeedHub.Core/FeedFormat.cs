namespace FeedHub;

/// <summary>The format of a feed document. The names in lower case are those of <c>feedhub parse</c>.</summary>
public enum FeedFormat
{
    /// <summary>RSS that states no version.</summary>
    Rss,

    /// <summary>RSS 0.90, the first of Netscape, in RDF.</summary>
    Rss090,

    /// <summary>RSS 0.91, of Netscape or of UserLand.</summary>
    Rss091,

    /// <summary>RSS 0.92.</summary>
    Rss092,

    /// <summary>RSS 0.93.</summary>
    Rss093,

    /// <summary>RSS 0.94.</summary>
    Rss094,

    /// <summary>RSS 1.0, in RDF.</summary>
    Rss10,

    /// <summary>RSS 2.0 and 2.0.x.</summary>
    Rss20,

    /// <summary>Atom 0.3.</summary>
    Atom03,

    /// <summary>Atom 1.0 (RFC 4287).</summary>
    Atom10,

    /// <summary>Channel Definition Format.</summary>
    Cdf,

    /// <summary>JSON Feed 1.0.</summary>
    Json10,

    /// <summary>JSON Feed 1.1.</summary>
    Json11,
}
