namespace FeedHub.Demo;

// The generated JSON code hands null to every init property that a file leaves out, so the defaults stand in the accessors.

/// <summary>An invented blog as its file in <c>Blogs/</c> tells it.</summary>
internal sealed record DemoBlog
{
    public required string Slug { get; init; }

    /// <summary>The slug of the channel that carries it.</summary>
    public required string Channel { get; init; }

    /// <summary>The format of its feed: one that <see cref="DemoDocument"/> can write.</summary>
    public required FeedFormat Format { get; init; }

    public required string Language { get; init; }

    public required string Title { get; init; }

    public required string Description { get; init; }

    /// <summary>At least one; the first has written every post that names nobody.</summary>
    public required IReadOnlyList<string> Authors { get; init; }

    public IReadOnlyList<DemoQuirk> Quirks { get; init => field = value ?? []; } = [];

    public required IReadOnlyList<DemoPost> Posts { get; init; }

    public bool Has(DemoQuirk quirk) => Quirks.Contains(quirk);
}

/// <summary>A post of an invented blog.</summary>
internal sealed record DemoPost
{
    public required string Slug { get; init; }

    /// <summary>When it appears, from the start of the demo; negative: it was there before.</summary>
    public required TimeSpan At { get; init; }

    public string Title { get; init => field = value ?? ""; } = "";

    public string? Author { get; init; }

    public IReadOnlyList<string> Tags { get; init => field = value ?? []; } = [];

    /// <summary>Blocks of HTML; one that begins with no tag is a paragraph. <c>@blog/post</c> as an address leads to that post.</summary>
    public IReadOnlyList<string> Body { get; init => field = value ?? []; } = [];

    public int? Comments { get; init; }

    public bool HasAudio { get; init; }

    /// <summary>The post, as <c>blog/post</c>, that this one repeats word for word, as planets do; null: it has words of its own.</summary>
    public string? CopyOf { get; init; }

    /// <summary>The post that this one's link leads to, as link blogs do; null: to itself.</summary>
    public string? LinksTo { get; init; }

    /// <summary>What the link to another's post has after its address: a slash, tracking parameters, a fragment.</summary>
    public string LinkSuffix { get; init => field = value ?? ""; } = "";
}

/// <summary>What feeds in the wild do although they should not.</summary>
internal enum DemoQuirk
{
    /// <summary>Writes <c>&amp;</c> and HTML's named entities into XML that knows neither.</summary>
    BareAmpersand,

    /// <summary>Is encoded in windows-1252, which only the XML declaration says.</summary>
    Windows1252,

    /// <summary>Gives its items no guid.</summary>
    NoGuids,

    /// <summary>Writes relative addresses against an <c>xml:base</c>.</summary>
    RelativeLinks,

    /// <summary>Answers late.</summary>
    Slow,

    /// <summary>Answers 404 for ever.</summary>
    Gone,
}
