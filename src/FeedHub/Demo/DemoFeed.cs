namespace FeedHub.Demo;

/// <summary>What a blog's feed holds at one moment, with nothing left to look up.</summary>
internal sealed record DemoFeed
{
    private const int MaxItemCount = 15;

    public required DemoBlog Blog { get; init; }

    public required Uri FeedUrl { get; init; }

    public required Uri PageUrl { get; init; }

    /// <summary>Newest first.</summary>
    public required IReadOnlyList<DemoItem> Items { get; init; }

    /// <summary>When the newest item appeared, so that the bytes change only with the items.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    public static DemoFeed Create(DemoBlog blog, DemoAddresses addresses, DateTimeOffset startedAt, DateTimeOffset now)
    {
        var posts = blog.Posts.Where(post => startedAt + post.At <= now).OrderByDescending(post => post.At).Take(MaxItemCount);
        DemoItem[] items = [.. posts.Select(post => DemoItem.Create(blog, post, addresses, startedAt))];
        return new()
        {
            Blog = blog,
            FeedUrl = addresses.Feed(blog.Slug),
            PageUrl = addresses.Page(blog.Slug),
            Items = items,
            UpdatedAt = items.Length > 0 ? items[0].PublishedAt : startedAt,
        };
    }
}

/// <summary>An item of a feed, or the article of a page.</summary>
internal sealed record DemoItem
{
    /// <summary>A tag URI (RFC 4151) where the blog speaks Atom, else its address. A copy keeps the id of its original.</summary>
    public required string Id { get; init; }

    /// <summary>The post's own slug, which is its address relative to the blog's page.</summary>
    public required string Slug { get; init; }

    /// <summary>The article's address: that of another blog for a copy or a link.</summary>
    public required string Link { get; init; }

    public required string Title { get; init; }

    public required string Author { get; init; }

    public required DateTimeOffset PublishedAt { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>The first paragraph, without the tags around it: HTML all the same.</summary>
    public required string Summary { get; init; }

    public required string Html { get; init; }

    public int? Comments { get; init; }

    public Uri? AudioUrl { get; init; }

    /// <summary>The blog that a copy was taken from; null: the words are this blog's own.</summary>
    public DemoBlog? Source { get; init; }

    /// <summary>The page of <see cref="Source"/>.</summary>
    public Uri? SourceUrl { get; init; }

    public static DemoItem Create(DemoBlog blog, DemoPost post, DemoAddresses addresses, DateTimeOffset startedAt)
    {
        var (writer, text) = post.CopyOf is null ? (blog, post) : DemoBlogs.Get(post.CopyOf);
        var address = addresses.Post(writer.Slug, text.Slug).AbsoluteUri;
        string[] blocks = [.. text.Body.Select(addresses.Resolve)];
        return new()
        {
            Id = writer.Format is FeedFormat.Atom10 or FeedFormat.Atom03 ? $"tag:{writer.Slug}.example,2026:{text.Slug}" : address,
            Slug = post.Slug,
            Link = (post.LinksTo is null ? address : addresses.Post(post.LinksTo).AbsoluteUri) + post.LinkSuffix,
            Title = text.Title,
            Author = text.Author ?? writer.Authors[0],
            PublishedAt = startedAt + post.At,
            Tags = text.Tags,
            Summary = blocks[0],
            Html = string.Join('\n', blocks.Select(block => block.StartsWith('<') ? block : $"<p>{block}</p>")),
            Comments = post.Comments,
            AudioUrl = text.HasAudio ? addresses.Audio(writer.Slug, text.Slug) : null,
            Source = writer == blog ? null : writer,
            SourceUrl = writer == blog ? null : addresses.Page(writer.Slug),
        };
    }
}
