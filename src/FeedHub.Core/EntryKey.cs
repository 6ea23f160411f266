namespace FeedHub;

/// <summary>
/// Names an entry within its feed for ever: guid, else canonical link, else link and date, else a hash of the content, each with a
/// letter of its own in front, so that a guid never equals a link. At most 1 KiB; longer values are hashed. Where another item of the
/// document has the key already, the next one that is free.
/// </summary>
public readonly record struct EntryKey(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>The steps of the ladder on which a feed's entries find their keys; a feed only ever steps down.</summary>
public enum EntryKeyStep
{
    /// <summary>The publisher's guid, Atom id or JSON Feed id.</summary>
    Guid,

    /// <summary>The canonical link, fragment included.</summary>
    Link,

    /// <summary>The canonical link and the date of publication.</summary>
    LinkAndDate,

    /// <summary>A hash of title and text.</summary>
    Content,
}
