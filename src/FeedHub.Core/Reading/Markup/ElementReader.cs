namespace FeedHub.Reading.Markup;

internal enum NodeKind
{
    None,
    Start,
    End,
    Text,
}

/// <summary>
/// Elements with their nesting, namespaces, base and language, over the tags of a <see cref="Tokenizer"/>. Every start gets its end:
/// end tags close up to their match or are dropped, and the end of input closes everything.
/// </summary>
internal sealed partial class ElementReader : IDisposable
{
    private const int MaxDepth = 100;
    private const int MaxBindingCount = 128;

    private readonly Tokenizer _tokenizer;
    private readonly References _references;
    private readonly LookAhead _lookAhead;
    private readonly Repairs _repairs;
    private readonly CharBuffer _buffer = new();
    private readonly CharBuffer _scratch = new();
    private readonly Scope[] _scopes = new Scope[MaxDepth + 1];
    private readonly List<(int Start, int Length, Vocabulary Vocabulary)> _bindings = [];
    private Vocabulary _assumed;
    private int _pendingEnds;
    private int _overflow;
    private bool _hasPendingStart;
    private bool _isEmptyElement;

    public ElementReader(char[] text, int length, Uri? documentBase, Repairs repairs)
    {
        _repairs = repairs;
        _references = new References(repairs);
        _tokenizer = new Tokenizer(text, length, _references, repairs);
        _lookAhead = new LookAhead(text, length);
        _scopes[0] = new Scope { Name = Names.Other, Base = documentBase };
    }

    public NodeKind Kind { get; private set; }

    /// <summary>The depth of the element that starts or ends, or that holds the text; the root is 1.</summary>
    public int Depth { get; private set; }

    /// <summary>The document ended while elements were open: the last thing read may not be whole.</summary>
    public bool IsTruncated { get; private set; }

    public bool IsHtmlPage => _tokenizer.IsHtmlPage;

    /// <summary>The feed has begun: what now stands outside any element is trailing junk.</summary>
    public bool IsInFeed { get; private set; }

    public Vocabulary Vocabulary => _scopes[Depth].Vocabulary;

    /// <summary>The local name in lower case; <see cref="Names.Other"/> where it means nothing to us.</summary>
    public string Name => _scopes[Depth].Name;

    /// <summary>The local name as written.</summary>
    public ReadOnlySpan<char> WrittenName => LocalName(_tokenizer.Slice(_scopes[Depth].NameStart, _scopes[Depth].NameLength));

    /// <summary>What relative references resolve against here; null: unknown.</summary>
    public Uri? Base => _scopes[Depth].Base;

    /// <summary>xml:lang of this element itself or the nearest around it; null: none.</summary>
    public string? Language => _scopes[Depth].Language;

    /// <summary>xml:lang of the element around this one; null: none.</summary>
    public string? ParentLanguage => Depth > 0 ? _scopes[Depth - 1].Language : null;

    public bool Read()
    {
        if (Kind == NodeKind.End)
        {
            Depth--;
            Kind = NodeKind.None;
            if (_bindings.Count > _scopes[Depth].BindingCount)
            {
                _bindings.RemoveRange(_scopes[Depth].BindingCount, _bindings.Count - _scopes[Depth].BindingCount);
            }

            _tokenizer.Open = NameRange();
        }

        if (_pendingEnds > 0)
        {
            _pendingEnds--;
            Kind = NodeKind.End;
            return true;
        }

        if (_isEmptyElement)
        {
            _isEmptyElement = false;
            Kind = NodeKind.End;
            return true;
        }

        return (_hasPendingStart && Start()) || ReadToken();
    }

    /// <summary>Begins the feed at the current element, its root. What a stray end tag puts behind it is still read as if inside.</summary>
    public void EnterFeed()
    {
        IsInFeed = true;
        _scopes[0].Default = _scopes[Depth].Default;
        _scopes[0].BindingCount = _scopes[Depth].BindingCount;
        _scopes[0].Base = _scopes[Depth].Base;
    }

    /// <summary>Moves to the next child of the element at <paramref name="parentDepth"/>, past all that is left of the one before.</summary>
    public bool ReadChild(int parentDepth)
    {
        while (Read())
        {
            if (Kind == NodeKind.Start && Depth == parentDepth + 1)
            {
                return true;
            }

            if (Kind == NodeKind.End && Depth == parentDepth)
            {
                return false;
            }
        }

        return false;
    }

    public void Dispose()
    {
        _buffer.Dispose();
        _scratch.Dispose();
    }

    private bool ReadToken()
    {
        while (_tokenizer.Read())
        {
            switch (_tokenizer.Kind)
            {
                case TokenKind.Text when Depth > 0:
                    Kind = NodeKind.Text;
                    ref var scope = ref _scopes[Depth];
                    scope.HasText = scope.HasText || !_tokenizer.Value.IsWhiteSpace();
                    return true;

                case TokenKind.Text when !_tokenizer.Value.IsWhiteSpace():
                    _repairs.Add(IsInFeed ? Repairs.TrailingJunk : Repairs.LeadingJunk);
                    break;

                case TokenKind.StartTag when Start():
                case TokenKind.EndTag when End():
                    return true;
            }
        }

        if (Depth == 0)
        {
            Kind = NodeKind.None;
            return false;
        }

        IsTruncated = true;
        _repairs.Add(Repairs.Truncated);
        _pendingEnds = Depth - 1;
        Kind = NodeKind.End;
        return true;
    }

    private bool Start()
    {
        _hasPendingStart = false;
        var name = _tokenizer.Value;
        var localName = LocalName(name);
        var closed = ImpliedEnds(name, localName, out var mayBeSound);
        if (closed > 0 && !(mayBeSound && AreSound(closed)))
        {
            _repairs.Add(Repairs.UnclosedElement);
            _hasPendingStart = true;
            _pendingEnds = closed - 1;
            Kind = NodeKind.End;
            return true;
        }

        var isEmpty = _tokenizer.IsEmptyElement;
        if (Depth == MaxDepth || _overflow > 0)
        {
            _repairs.Add(Repairs.TooDeep);
            _overflow += isEmpty || Names.IsVoid(localName) ? 0 : 1;
            return false;
        }

        if (IsRepeated(name) && !AreSound(1))
        {
            _repairs.Add(Repairs.UnclosedElement);
            if (!_scopes[Depth].HasText)
            {
                return false; // the same start tag twice
            }

            _pendingEnds = 0; // an end tag without its stroke
            Kind = NodeKind.End;
            return true;
        }

        Push(name, localName);
        Kind = NodeKind.Start;
        _isEmptyElement = isEmpty || (Names.IsVoid(localName) && (IsHtml(_scopes[Depth], Depth, localName) || (name.Length == localName.Length && Names.IsBreak(localName) && !AreSound(1, isStarted: true))));
        return true;
    }

    private bool End()
    {
        var name = _tokenizer.Value;
        for (var depth = Depth; depth > 0; depth--)
        {
            ref var scope = ref _scopes[depth];
            if (scope.NameLength != name.Length || (_overflow > 0 && IsMarkup(scope, depth)))
            {
                continue;
            }

            var opened = _tokenizer.Slice(scope.NameStart, scope.NameLength);
            if (!opened.SequenceEqual(name))
            {
                if (!opened.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    continue;
                }

                _repairs.Add(Repairs.MismatchedCase);
            }

            if (depth < Depth || _overflow > 0)
            {
                _repairs.Add(Repairs.UnclosedElement);
            }

            _overflow = 0;
            _pendingEnds = Depth - depth;
            Kind = NodeKind.End;
            return true;
        }

        if (_overflow > 0)
        {
            _overflow--;
        }
        else if (!Names.IsVoid(LocalName(name)))
        {
            _repairs.Add(Depth == 0 && IsInFeed ? Repairs.TrailingJunk : Repairs.StrayEndTag);
        }

        return false;
    }

    // Markup of a text construct rather than an element of the feed.
    private static bool IsMarkup(in Scope scope, int depth) =>
        scope.Vocabulary is Vocabulary.Xhtml or Vocabulary.Unknown || (scope.LeafDepth > 0 && scope.LeafDepth < depth);

    // A name under the prefix of another vocabulary is none of HTML's.
    private static bool IsHtml(in Scope scope, int depth, ReadOnlySpan<char> localName) =>
        IsMarkup(scope, depth) && (scope.NameLength == localName.Length || scope.Vocabulary == Vocabulary.Xhtml);

    private static ReadOnlySpan<char> LocalName(ReadOnlySpan<char> name) => name[(name.LastIndexOf(':') + 1)..];

    private Range NameRange() => Depth == 0 ? default : new Range(_scopes[Depth].NameStart, _scopes[Depth].NameStart + _scopes[Depth].NameLength);
}
