using System.Xml.Linq;

namespace FeedHub.Rendering;

/// <summary>Publications for the tests of all formats.</summary>
internal static class Published
{
    public static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    private static readonly DateTimeOffset _at = new(2026, 11, 24, 3, 0, 0, TimeSpan.Zero);

    public static Publication Feed(params PublishedItem[] items) => new()
    {
        Id = "urn:uuid:5f0c9f6e-2f5b-4c0e-9b52-6f2f6f6f9d10",
        Title = "Open & Source",
        Description = "What people talk about",
        HomeUrl = new Uri("https://hub.example/"),
        StemUrl = new Uri("https://hub.example/top-stories"),
        AboutUrl = new Uri("https://hub.example/bot"),
        UpdatedAt = _at,
        Items = items,
    };

    /// <summary>An item that uses every member.</summary>
    public static PublishedItem FullItem => Item with
    {
        Summary = "<p>Short &amp; <b>sweet</b></p>",
        Content = "<p>Long &amp; <i>thorough</i></p>",
        Authors = [new("Ada", "ada@example.org", "https://ada.example/"), new(null, "bob@example.org", null)],
        Categories = [new("linux", "https://tags.example/", "Linux"), new("kernel", null, null)],
        Enclosures = [new("https://e.example/a.mp3", "audio/mpeg", 1234), new("https://e.example/b", null, null)],
        CommentsUrl = "https://e.example/post#comments",
        CommentsCount = 7,
        Language = "en-GB",
        Image = "https://e.example/a.png",
        Rights = "CC BY",
        Sources =
        [
            Item.Sources[0],
            new()
            {
                FeedId = new("other"),
                Id = "https://o.example/feed",
                Title = "Other & Co",
                FeedUrl = "https://o.example/feed",
                Link = "https://o.example/told",
            },
        ],
    };

    /// <summary>An item of only what must be there, and a link.</summary>
    public static PublishedItem Item => new()
    {
        Id = "urn:uuid:00000000-0000-5000-8000-000000000001",
        Title = "A <b> & a title",
        Link = "https://e.example/post?a=1&b=2",
        PublishedAt = _at.AddHours(-2),
        UpdatedAt = _at,
        Sources =
        [
            new()
            {
                FeedId = new("e-example"),
                Id = "tag:e.example,2026:feed",
                Title = "Example",
                FeedUrl = "https://e.example/feed",
                SiteUrl = "https://e.example/",
            },
        ],
    };

    /// <summary>An item with the same text in every place that takes one.</summary>
    public static PublishedItem Hostile(string text) => Item with
    {
        Id = "urn:example:" + text,
        Title = text,
        Link = text,
        Summary = text,
        Content = text,
        Authors = [new(text, text, text)],
        Categories = [new(text, text, text)],
        Enclosures = [new(text, text, -1), new("https://e.example/a", text, long.MaxValue)],
        CommentsUrl = text,
        CommentsCount = -5,
        Language = text,
        Image = text,
        Rights = text,
        Sources =
        [
            new() { FeedId = new("f"), Id = text, Title = text, FeedUrl = text, SiteUrl = text, Link = text },
            new() { FeedId = new("g"), Id = text, Title = text, FeedUrl = text, SiteUrl = text, Link = text },
        ],
    };

    /// <summary>Texts that break careless writers.</summary>
    public static IReadOnlyList<string> HostileTexts =>
    [
        "", " ", "\0\u0001\u001F\u007F\u0085\u009F\uFFFE\uFFFF", "\uD83D", "\uDE00\uD83D", "\u202Eevil\u202C", "😀\u0301", "\r\n\t",
        "]]>", "<![CDATA[x", "-->", "--", "<?xml?>", "&", "&#0;", "&undefined;", "\"'", "<script>alert(1)</script>", "{{x}} ${x} %s {0}",
        "javascript:alert(1)", "data:text/html,<b>", "//e.example/x", "/etc/passwd", "http://", "http://[::1]/", "http://[fe80::1%25eth0]/",
        "https://user:secret@e.example/ä b?<>", "https://exämple.org/ü", "https://\u200D.example/", "https://xn--0.example/", "https://a..b/",
        "https://" + new string('ü', 70) + ".example/", "https://e.example:99999/", "https://e.example/%zz%ud800\uD800", new('x', 100_000),
    ];
}
