using System.Numerics;

namespace FeedHub.Reading;

/// <summary>
/// A feed, an entry or a source while it is read. Where a document says the same thing in several ways, the rank decides, whatever the order:
/// <list type="table">
/// <item><term>title</term><description>0 RSS and Atom title; 1 dc:title; 2 media:title.</description></item>
/// <item><term>link</term><description>0 feedburner:origLink, the article without the counter before it; 1 RSS link; 2 Atom alternate;
/// 3 an alternate that is no page; 4 a permalink guid; 5 rdf:about.</description></item>
/// <item><term>id</term><description>0 RSS guid, Atom id; 1 rdf:about.</description></item>
/// <item><term>summary</term><description>0 RSS description, Atom summary; 1 itunes:summary; 2 dc:description; 3 media:description;
/// 4 itunes:subtitle.</description></item>
/// <item><term>content</term><description>0 content:encoded, Atom content; 1 xhtml:body, content:items; 2 content without namespace.</description></item>
/// <item><term>authors</term><description>0 Atom author; 1 dc:creator, which names people; 2 RSS author, by rule a mail address;
/// 3 itunes:author, often the show.</description></item>
/// <item><term>published</term><description>0 pubDate, published, issued; 1 dcterms:issued.</description></item>
/// <item><term>updated</term><description>0 lastBuildDate, updated, modified; 1 dcterms:modified; 2 dc:date.</description></item>
/// <item><term>image</term><description>0 RSS image of the feed, media:thumbnail; 1 itunes:image; 2 RSS image of an entry; 3 media:content and
/// 4 an enclosure that is a picture.</description></item>
/// </list>
/// Categories, enclosures and links of all sources are kept, each once.
/// </summary>
internal sealed class Draft
{
    private const int MaxCategoryCount = 200;

    public Ranked<ParsedText> Title;
    public Ranked<ParsedText> Summary;
    public Ranked<ParsedText> Content;
    public Ranked<string> ContentSource;
    public Ranked<string> Link;
    public Ranked<string> Id;
    public Ranked<string> Language;
    public RankedValue<DateTimeOffset> PublishedAt;
    public RankedValue<DateTimeOffset> UpdatedAt;
    public RankedValue<DateTimeOffset> CreatedAt;
    public RankedValue<DateTimeOffset> ExpiresAt;
    public RankedList<Person> Authors;
    public RankedList<Person> Contributors;
    public Ranked<string> Publisher;
    public Ranked<string> Rights;
    public Ranked<string> Generator;
    public Ranked<string> Image;
    public Ranked<string> Icon;
    public Ranked<string> Logo;
    public Ranked<string> License;
    public Ranked<string> CommentsUrl;
    public Ranked<string> CommentsFeed;
    public RankedValue<int> CommentsCount;

    /// <summary>What a counter stands before in the one enclosure of an entry.</summary>
    public Ranked<string> EnclosureUrl;
    public RankedValue<TimeSpan> TimeToLive;
    public Ranked<ParsedSource> Source;
    public RankedList<Link> Links;

    private List<Category>? _categories;
    private List<Enclosure>? _enclosures;

    public bool IsDraft { get; set; }

    public bool IsBlocked { get; set; }

    /// <summary>Hour 0 is the lowest bit.</summary>
    public uint SkippedHours { get; set; }

    /// <summary>Sunday is the lowest bit.</summary>
    public uint SkippedDays { get; set; }

    /// <summary>sy:updatePeriod, of which a share is meant where <see cref="UpdateFrequency"/> says so; null: silent.</summary>
    public TimeSpan? UpdatePeriod { get; set; }

    public int UpdateFrequency { get; set; } = 1;

    /// <summary>It says enough to be an entry, even where the document breaks off inside it.</summary>
    public bool IsIdentified => Id.Value is not null || Link.Value is not null;

    /// <summary>It says nothing that people read.</summary>
    public bool IsEmpty => !IsIdentified && Title.Value is null && Summary.Value is null && Content.Value is null;

    // BCP 47 has hyphens where operating systems have underscores.
    private string? LanguageTag => Language.Value?.Replace('_', '-');

    public void Add(Category? category)
    {
        if (category is null)
        {
            return;
        }

        _categories ??= [];
        if (_categories.Count < MaxCategoryCount && !_categories.Contains(category))
        {
            _categories.Add(category);
        }
    }

    public void Add(Enclosure? enclosure)
    {
        if (enclosure is null)
        {
            return;
        }

        _enclosures ??= [];
        for (var index = 0; index < _enclosures.Count; index++)
        {
            var known = _enclosures[index];
            if (known.Url == enclosure.Url)
            {
                _enclosures[index] = known with { Type = known.Type ?? enclosure.Type, LengthBytes = known.LengthBytes ?? enclosure.LengthBytes };
                return;
            }
        }

        if (_enclosures.Count < MaxCategoryCount)
        {
            _enclosures.Add(enclosure);
        }
    }

    public ParsedFeed ToFeed(FeedFormat format, string encoding, IReadOnlyList<ParsedEntry> entries) => new()
    {
        Format = format,
        Encoding = encoding,
        Title = Title.Value,
        Description = Summary.Value,
        Link = Link.Value,
        Id = Id.Value,
        Language = LanguageTag,
        UpdatedAt = UpdatedAt.Value,
        PublishedAt = PublishedAt.Value,
        Authors = Authors.Values,
        Contributors = Contributors.Values,
        Publisher = Publisher.Value,
        Rights = Rights.Value,
        Generator = Generator.Value,
        Image = Image.Value,
        Icon = Icon.Value,
        Logo = Logo.Value,
        Categories = _categories ?? (IReadOnlyList<Category>)[],
        Links = Links.Values,
        TimeToLive = TimeToLive.Value ?? (UpdatePeriod / UpdateFrequency),
        SkipHours = [.. Bits(SkippedHours)],
        SkipDays = [.. Bits(SkippedDays).Select(day => (DayOfWeek)day)],
        IsBlocked = IsBlocked,
        Entries = LanguageTag is { } tag ? [.. entries.Select(entry => Without(entry, tag))] : entries,
    };

    // What the feed says already is not repeated; RFC 5646, 2.1.1: tags are compared without case.
    private static ParsedEntry Without(ParsedEntry entry, string language) =>
        language.Equals(entry.Language, StringComparison.OrdinalIgnoreCase) ? entry with { Language = null } : entry;

    public ParsedEntry ToEntry() => new()
    {
        Id = Id.Value,
        Link = Link.Value,
        Title = Title.Value,
        Summary = Summary.Value,
        Content = Content.Value,
        ContentSource = ContentSource.Value,
        Authors = Authors.Values,
        Contributors = Contributors.Values,
        Publisher = Publisher.Value,
        Rights = Rights.Value,
        Language = LanguageTag,
        PublishedAt = PublishedAt.Value,
        UpdatedAt = UpdatedAt.Value,
        CreatedAt = CreatedAt.Value,
        ExpiresAt = ExpiresAt.Value,
        Categories = _categories ?? (IReadOnlyList<Category>)[],
        Enclosures = _enclosures is [var only] && EnclosureUrl.Value is { } url ? [only with { Url = url }] : _enclosures ?? (IReadOnlyList<Enclosure>)[],
        CommentsUrl = CommentsUrl.Value,
        CommentsCount = CommentsCount.Value,
        CommentsFeed = CommentsFeed.Value,
        Links = Links.Values,
        Image = Image.Value,
        License = License.Value,
        IsDraft = IsDraft,
        IsBlocked = IsBlocked,
        Source = Source.Value,
    };

    public ParsedSource ToSource() => new()
    {
        Title = Title.Value,
        Link = Link.Value,
        Id = Id.Value,
        UpdatedAt = UpdatedAt.Value,
        Authors = Authors.Values,
        Rights = Rights.Value,
        Subtitle = Summary.Value,
        Links = Links.Values,
        Categories = _categories ?? (IReadOnlyList<Category>)[],
    };

    private static IEnumerable<int> Bits(uint set)
    {
        for (; set != 0; set &= set - 1)
        {
            yield return BitOperations.TrailingZeroCount(set);
        }
    }
}
