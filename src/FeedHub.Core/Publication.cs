namespace FeedHub;

/// <summary>A feed as it is to be published: the same whatever the format.</summary>
public sealed record Publication
{
    /// <summary>An absolute IRI that never changes, Atom's feed id.</summary>
    public required string Id { get; init; }

    /// <summary>The id of a publication of the list under that name; a list keeps it wherever it is served.</summary>
    public static string IdOf(string listId, string name)
    {
        ArgumentNullException.ThrowIfNull(listId);
        var id = $"{listId}{(listId.Contains('#', StringComparison.Ordinal) ? "/" : "#")}{name}";
        return IriText.IsNormal(id) ? id : NamedUuid.ForPublication(id); // a URN takes no fragment
    }

    /// <summary>Plain text.</summary>
    public required string Title { get; init; }

    /// <summary>Plain text; may be empty.</summary>
    public required string Description { get; init; }

    /// <summary>The page that shows the same for people.</summary>
    public required Uri HomeUrl { get; init; }

    /// <summary>The feed's own address without the extension: <c>.atom</c>, <c>.rss</c> or <c>.json</c> follows.</summary>
    public required Uri StemUrl { get; init; }

    /// <summary>The page that says what <c>_feedhub</c> and FeedHub are.</summary>
    public required Uri AboutUrl { get; init; }

    /// <summary>The base of every published address, with a slash at its end.</summary>
    public Uri? BaseUrl { get; init; }

    /// <summary>The archive document before this one (RFC 5005, 4); null: there is none.</summary>
    public Uri? PreviousArchiveUrl { get; init; }

    /// <summary>The archive document after this one; null: there is none.</summary>
    public Uri? NextArchiveUrl { get; init; }

    /// <summary>Of an archive document, the feed that it is an archive of; null: it is that feed itself.</summary>
    public Uri? CurrentUrl { get; init; }

    /// <summary>The newest change of an item; where there is none, when the hub was made.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The items in order, no two with one id.</summary>
    public required IReadOnlyList<PublishedItem> Items { get; init; }

    /// <summary>The page of a story; null: the item is none, or there are no pages.</summary>
    public Uri? PageOf(PublishedItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return item.Story is not null && BaseUrl is not null ? new Uri(BaseUrl, StoryPath.Of(item.Id)[1..]) : null;
    }

    /// <summary>Whether another publication would be the same bytes: all else is equal, and the items are the very same objects.</summary>
    public bool IsSameAs(Publication other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return this with { Items = other.Items } == other && Items.Count == other.Items.Count
            && Items.Zip(other.Items).All(pair => ReferenceEquals(pair.First, pair.Second));
    }
}

/// <summary>One item of a published feed: an article or a story.</summary>
public sealed record PublishedItem
{
    /// <summary>An absolute IRI that never changes.</summary>
    public required string Id { get; init; }

    /// <summary>Plain text, never empty.</summary>
    public required string Title { get; init; }

    /// <summary>The article's own address, http or https; null: it has none.</summary>
    public string? Link { get; init; }

    /// <summary>The short text as safe HTML; null: none.</summary>
    public string? Summary { get; init; }

    /// <summary>The full text as safe HTML; null: none.</summary>
    public string? Content { get; init; }

    /// <summary>The authors; may be empty.</summary>
    public IReadOnlyList<Person> Authors { get; init; } = [];

    /// <summary>When the source published it, or when the story was first listed; never later than it was seen.</summary>
    public required DateTimeOffset PublishedAt { get; init; }

    /// <summary>The last material change; never before <see cref="PublishedAt"/>.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Categories of the source.</summary>
    public IReadOnlyList<Category> Categories { get; init; } = [];

    /// <summary>Media of the source.</summary>
    public IReadOnlyList<Enclosure> Enclosures { get; init; } = [];

    /// <summary>The page of comments; null: none.</summary>
    public string? CommentsUrl { get; init; }

    /// <summary>How many comments the source claims; null: silent.</summary>
    public int? CommentsCount { get; init; }

    /// <summary>A BCP 47 tag; null: not said.</summary>
    public string? Language { get; init; }

    /// <summary>A picture; null: none.</summary>
    public string? Image { get; init; }

    /// <summary>Rights of the item, else of its source; null: not said.</summary>
    public string? Rights { get; init; }

    /// <summary>The feeds that carry it, the one that represents it first; never empty.</summary>
    public required IReadOnlyList<PublishedSource> Sources { get; init; }

    /// <summary>The feed that its source took it from and names; null: it is the source's own.</summary>
    public EntryOrigin? Origin { get; init; }

    /// <summary>What makes it a story; null: it is an article.</summary>
    public PublishedStory? Story { get; init; }

    /// <summary>Whether both say the same in every part, which equality of records does not tell of lists.</summary>
    public bool ShowsTheSameAs(PublishedItem other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return ReferenceEquals(this, other)
            || (this with
            {
                Authors = other.Authors,
                Categories = other.Categories,
                Enclosures = other.Enclosures,
                Sources = other.Sources,
                Story = other.Story,
            } == other
            && Authors.SequenceEqual(other.Authors)
            && Categories.SequenceEqual(other.Categories)
            && Enclosures.SequenceEqual(other.Enclosures)
            && Sources.SequenceEqual(other.Sources)
            && (Story is null ? other.Story is null : other.Story is not null && Story.ShowsTheSameAs(other.Story)));
    }
}

/// <summary>A feed that carries an item.</summary>
public sealed record PublishedSource
{
    /// <summary>The feed's identity in FeedHub.</summary>
    public required FeedId FeedId { get; init; }

    /// <summary>An absolute IRI for <c>atom:source</c>: the feed's own Atom id, else its address.</summary>
    public required string Id { get; init; }

    /// <summary>The configured title, else the feed's own, else its host; plain text.</summary>
    public required string Title { get; init; }

    /// <summary>The feed's address.</summary>
    public required string FeedUrl { get; init; }

    /// <summary>The feed's site; null: not said.</summary>
    public string? SiteUrl { get; init; }

    /// <summary>Where this feed's entry leads; null: nowhere.</summary>
    public string? Link { get; init; }

    /// <summary>The title there; null: it is the item's own.</summary>
    public string? Headline { get; init; }
}

/// <summary>The timeless facts of a story: they are as they were when the item was last updated, while its score and place go on.</summary>
public sealed record PublishedStory
{
    /// <summary>What spoke for it.</summary>
    public required IReadOnlyList<Evidence> Evidence { get; init; }

    /// <summary>Its articles, and why each is one.</summary>
    public required IReadOnlyList<StoryMember> Members { get; init; }

    /// <summary>Why the article that leads it does, in words.</summary>
    public required IReadOnlyList<string> LeadReasons { get; init; }

    /// <summary>Whether both say the same.</summary>
    public bool ShowsTheSameAs(PublishedStory other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return ReferenceEquals(this, other)
            || (Evidence.SequenceEqual(other.Evidence)
            && LeadReasons.SequenceEqual(other.LeadReasons, StringComparer.Ordinal)
            && Members.Count == other.Members.Count
            && Members.Zip(other.Members).All(pair =>
                pair.First with { Words = pair.Second.Words } == pair.Second && pair.First.Words.SequenceEqual(pair.Second.Words, StringComparer.Ordinal)));
    }
}
