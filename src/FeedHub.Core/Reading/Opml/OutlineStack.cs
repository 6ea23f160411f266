using FeedHub.Reading.Decoding;
using FeedHub.Reading.Markup;

namespace FeedHub.Reading.Opml;

/// <summary>The outlines that are open while a document is read, and what the closed ones came to.</summary>
internal sealed class OutlineStack(DecodedText text, References references, CharBuffer buffer)
{
    private const int MaxNameLength = 200; // as the list allows it

    private readonly List<OpmlFeed> _feeds = [];
    private readonly List<OpmlRejection> _rejected = [];
    private readonly Stack<Outline> _open = new();
    private int _tooDeep; // open outlines that are not on the stack
    private int _count;
    private int _line = 1;
    private int _lineAt; // the offset up to which lines have been counted

    public IReadOnlyList<OpmlFeed> Feeds => _feeds;

    public IReadOnlyList<OpmlRejection> Rejected => [.. _rejected.OrderBy(rejection => rejection.Line)];

    /// <summary>Takes a start tag; false: there are too many.</summary>
    public bool Open(Tokenizer tokenizer)
    {
        if (++_count > OpmlReader.MaxOutlineCount)
        {
            return false;
        }

        var outline = Read(tokenizer);
        if (_open.Count >= OpmlReader.MaxDepth)
        {
            _rejected.Add(new OpmlRejection(outline.Line, outline.Name, $"it stands more than {OpmlReader.MaxDepth} deep"));
            _tooDeep += tokenizer.IsEmptyElement ? 0 : 1;
            return true;
        }

        if (_open.TryPeek(out var parent))
        {
            parent.HasChildren = true;
        }

        Take(outline);
        _open.Push(outline);
        if (tokenizer.IsEmptyElement)
        {
            Close();
        }

        return true;
    }

    /// <summary>
    /// Takes text, which no outline has. Where it holds the rest of a tag, a description with markup in it broke that off: the feeds of
    /// Plenary's collection, 2020.
    /// </summary>
    public void Mend(ReadOnlySpan<char> rest)
    {
        const string name = "xmlUrl=\"";
        if (_tooDeep > 0 || !_open.TryPeek(out var outline) || outline is not { Address: null, HasChildren: false }
            || rest.IndexOf(name, StringComparison.OrdinalIgnoreCase) is not (>= 0 and var start))
        {
            return;
        }

        rest = rest[(start + name.Length)..];
        if (rest.IndexOf('"') is > 0 and var end && OpmlReader.Line(rest[..end], isLiteral: false, references, buffer) is { } address)
        {
            _open.Pop();
            var mended = outline with { Address = address };
            Take(mended);
            _open.Push(mended);
            if (rest[end..].Contains("/>", StringComparison.Ordinal))
            {
                Close();
            }
        }
    }

    /// <summary>Takes an end tag; one too many is ignored.</summary>
    public void Close()
    {
        if (_tooDeep > 0)
        {
            _tooDeep--;
        }
        else if (_open.TryPop(out var outline) && outline is { Address: null or "", HasChildren: false })
        {
            _rejected.Add(new OpmlRejection(outline.Line, outline.Name, outline.Kind switch
            {
                "include" => "it includes another list: import that one",
                "link" => "it is a link to a page, not to a feed: `feedhub add` finds the feed of a page",
                _ when outline.Address is not null => "its xmlUrl is empty",
                _ => "it has no xmlUrl, so it is no feed, and nothing stands in it",
            }));
        }
    }

    private void Take(Outline outline)
    {
        if (outline.Address is { Length: > 0 } address)
        {
            _feeds.Add(new OpmlFeed(outline.Line, [.. _open.Reverse().Select(folder => folder.Name).OfType<string>()], outline.Name, address));
        }
    }

    private Outline Read(Tokenizer tokenizer)
    {
        string? title = null, name = null, kind = null, address = null;
        for (var index = 0; index < tokenizer.AttributeCount; index++)
        {
            var attribute = tokenizer.AttributeName(index);
            if (Is(attribute, "title"))
            {
                title = Value(tokenizer, index);
            }
            else if (Is(attribute, "text"))
            {
                name = Value(tokenizer, index);
            }
            else if (Is(attribute, "type"))
            {
                kind = Value(tokenizer, index)?.ToLowerInvariant();
            }
            else if (Is(attribute, "xmlUrl"))
            {
                address = Value(tokenizer, index) ?? "";
            }
        }

        return new Outline(LineOf(tokenizer.ValueStart), Cut(title ?? name), kind, address);
    }

    private string? Value(Tokenizer tokenizer, int index) =>
        OpmlReader.Line(tokenizer.AttributeValue(index), isLiteral: false, references, buffer);

    private int LineOf(int offset)
    {
        _line += text.Span[_lineAt..offset].Count('\n');
        _lineAt = offset;
        return _line;
    }

    private static string? Cut(string? name) =>
        name is null || name.Length <= MaxNameLength ? name : XmlText.Clean(name[..MaxNameLength]).TrimEnd();

    private static bool Is(ReadOnlySpan<char> name, string wanted) => name.Equals(wanted, StringComparison.OrdinalIgnoreCase);

    private sealed record Outline(int Line, string? Name, string? Kind, string? Address)
    {
        public bool HasChildren { get; set; }
    }
}
