namespace FeedHub;

/// <summary>What <c>feeds.json</c> says: channels of feeds, and what the pages show beside them. Always valid as a whole.</summary>
public sealed record FeedList
{
    /// <summary>The list's own identity, an absolute IRI; null: one is minted at the first start and kept in the store.</summary>
    public string? Id { get; init; }

    /// <summary>The title of the front page and of the merged feeds.</summary>
    public required string Title { get; init; }

    /// <summary>One sentence on what the list is about; may be empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>A line that the operator puts above the stories; null: none.</summary>
    public Announcement? Announcement { get; init; }

    /// <summary>The channels in the order of the list, no two with one slug.</summary>
    public required IReadOnlyList<Channel> Channels { get; init; }

    /// <summary>The operator's hand-picked links in the order of the list.</summary>
    public IReadOnlyList<Resource> Resources { get; init; } = [];

    /// <summary>What the operator decides against the machine.</summary>
    public Overrides Overrides { get; init; } = Overrides.None;

    /// <summary>The feeds of all channels, in the order of the list.</summary>
    public IEnumerable<FeedSource> Feeds => Channels.SelectMany(channel => channel.Feeds);
}

/// <summary>A named group of feeds.</summary>
/// <param name="Name">As the pages show it.</param>
/// <param name="Slug">As addresses show it: <c>[a-z0-9-]{1,64}</c>.</param>
/// <param name="Feeds">Its feeds in the order of the list.</param>
public sealed record Channel(string Name, string Slug, IReadOnlyList<FeedSource> Feeds);

/// <summary>A line above the stories.</summary>
/// <param name="Text">Plain text.</param>
/// <param name="Url">Where it leads; null: nowhere.</param>
public sealed record Announcement(string Text, Uri? Url);

/// <summary>A hand-picked link.</summary>
/// <param name="Group">The heading under which it stands.</param>
/// <param name="Title">Plain text.</param>
/// <param name="Url">Where it leads: http or https.</param>
public sealed record Resource(string Group, string Title, Uri Url);
