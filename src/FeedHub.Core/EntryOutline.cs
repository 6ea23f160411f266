namespace FeedHub;

/// <summary>What of a stored entry tells whether an item is it, without its texts.</summary>
public sealed record EntryOutline
{
    /// <summary>As <see cref="Entry.Key"/>.</summary>
    public required EntryKey Key { get; init; }

    /// <summary>As <see cref="Entry.Guid"/>.</summary>
    public string? Guid { get; init; }

    /// <summary>As <see cref="Entry.Link"/>.</summary>
    public string? Link { get; init; }

    /// <summary>As <see cref="Entry.CanonicalLink"/>.</summary>
    public string? CanonicalLink { get; init; }

    /// <summary>As <see cref="Entry.Title"/>.</summary>
    public required string Title { get; init; }

    /// <summary>Of publication, else of change; null: undated.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>The outline of an entry.</summary>
    public static EntryOutline Of(Entry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return new EntryOutline
        {
            Key = entry.Key,
            Guid = entry.Guid,
            Link = entry.Link,
            CanonicalLink = entry.CanonicalLink,
            Title = entry.Title,
            Date = entry.PublishedAt ?? entry.UpdatedAt,
        };
    }
}
