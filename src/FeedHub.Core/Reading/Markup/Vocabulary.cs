namespace FeedHub.Reading.Markup;

/// <summary>What an element's namespace means to us, whatever address or prefix it goes under.</summary>
internal enum Vocabulary
{
    /// <summary>No namespace, or one that is not known.</summary>
    Unknown,

    /// <summary>RSS of every version, with or without a namespace of its own.</summary>
    Rss,

    /// <summary>RSS 0.90's own namespace.</summary>
    Rss090,

    /// <summary>RSS 1.0's own namespace.</summary>
    Rss10,

    /// <summary>RDF syntax.</summary>
    Rdf,

    /// <summary>Atom 1.0 (RFC 4287).</summary>
    Atom,

    /// <summary>Atom 0.3.</summary>
    Atom03,

    /// <summary>Atom publishing (RFC 5023).</summary>
    App,

    /// <summary>XHTML 1.</summary>
    Xhtml,

    /// <summary>Dublin Core elements 1.1.</summary>
    DublinCore,

    /// <summary>Dublin Core terms.</summary>
    DublinCoreTerms,

    /// <summary>RSS module content.</summary>
    Content,

    /// <summary>RSS module slash.</summary>
    Slash,

    /// <summary>RSS module syndication.</summary>
    Syndication,

    /// <summary>Comment API.</summary>
    CommentApi,

    /// <summary>Atom threading (RFC 4685).</summary>
    Threading,

    /// <summary>Media RSS.</summary>
    Media,

    /// <summary>Podcasts at Apple.</summary>
    Itunes,

    /// <summary>FeedBurner.</summary>
    FeedBurner,

    /// <summary>Licenses, RSS module and RDF.</summary>
    CreativeCommons,

    /// <summary>RSS module admin.</summary>
    Admin,

    /// <summary>xml:base, xml:lang.</summary>
    Xml,
}
