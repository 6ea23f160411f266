namespace FeedHub.Reading.Markup;

/// <summary>What a source has at most once.</summary>
[Flags]
internal enum SourceParts
{
    None = 0,
    Id = 1,
    Title = 2,
    Updated = 4,
}

/// <summary>One open element and what holds inside it.</summary>
internal struct Scope
{
    public int NameStart;
    public int NameLength;
    public Vocabulary Vocabulary;
    public string Name;

    /// <summary>The vocabulary of names without prefix.</summary>
    public Vocabulary Default;

    /// <summary>How many prefixes are bound, those of the ancestors included.</summary>
    public int BindingCount;

    /// <summary>Where the innermost open element stands that holds no other element of the feed; 0: none is open.</summary>
    public int LeafDepth;

    /// <summary>It holds text of its own, outside the elements in it.</summary>
    public bool HasText;

    /// <summary>Its end tag follows, and all before that is well-formed: no end tag is missing in it.</summary>
    public bool IsSound;

    /// <summary>What has been found in a source so far.</summary>
    public SourceParts Parts;

    public Uri? Base;
    public string? Language;
}
