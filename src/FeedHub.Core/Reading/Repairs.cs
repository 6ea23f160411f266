namespace FeedHub.Reading;

/// <summary>What had to be mended in one document, each thing once, in the order of its first appearance.</summary>
internal sealed class Repairs
{
    public const string BareAmpersand = "bare-ampersand";
    public const string BareLessThan = "bare-less-than";
    public const string ControlCharacter = "control-character";
    public const string DoubleEncoded = "double-encoded";
    public const string InvalidBytes = "invalid-bytes";
    public const string InvalidReference = "invalid-reference";
    public const string LeadingJunk = "leading-junk";
    public const string MalformedAttribute = "malformed-attribute";
    public const string MalformedComment = "malformed-comment";
    public const string MalformedTag = "malformed-tag";
    public const string MismatchedCase = "mismatched-case";
    public const string RepeatedAttribute = "repeated-attribute";
    public const string StrayEndTag = "stray-end-tag";
    public const string TooDeep = "too-deep";
    public const string TooManyAttributes = "too-many-attributes";
    public const string TooManyEntries = "too-many-entries";
    public const string NameTooLong = "name-too-long";
    public const string TrailingJunk = "trailing-junk";
    public const string Truncated = "truncated";
    public const string UnclosedCData = "unclosed-cdata";
    public const string UnclosedElement = "unclosed-element";
    public const string UndeclaredPrefix = "undeclared-prefix";
    public const string UndefinedEntity = "undefined-entity";
    public const string UnknownEncoding = "unknown-encoding";
    public const string WrongEncoding = "wrong-encoding";

    private readonly List<string> _names = [];

    public void Add(string name)
    {
        if (!_names.Contains(name))
        {
            _names.Add(name);
        }
    }

    public bool Contains(string name) => _names.Contains(name);

    public IReadOnlyList<string> ToList() => _names.Count == 0 ? [] : [.. _names];
}
