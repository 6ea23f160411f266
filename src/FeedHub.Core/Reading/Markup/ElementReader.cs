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
        _isEmptyElement = isEmpty || (Names.IsVoid(localName) && (IsHtml(_scopes[Depth], Depth, localName) || Names.IsBreak(localName)));
        return true;
    }

    // Whether the end tags of the innermost elements follow after all.
    private bool AreSound(int count)
    {
        Span<(int Start, int Length)> names = stackalloc (int, int)[count];
        for (var index = 0; index < count; index++)
        {
            names[index] = (_scopes[Depth - index].NameStart, _scopes[Depth - index].NameLength);
        }

        (int, int)? started = _tokenizer.IsEmptyElement ? null : (_tokenizer.ValueStart, _tokenizer.Value.Length);
        if (!_lookAhead.Closes(_tokenizer.Position, started, names))
        {
            return false;
        }

        for (var index = 0; index < count; index++)
        {
            _scopes[Depth - index].IsSound = true;
        }

        return true;
    }

    // How many open elements the start of this one ends, whose own end tags are missing; where these may follow, the caller looks for them.
    private int ImpliedEnds(ReadOnlySpan<char> name, ReadOnlySpan<char> localName, out bool mayBeSound)
    {
        mayBeSound = true;
        ref var top = ref _scopes[Depth];
        if (Depth < 2 || top.IsSound || top.Vocabulary == Vocabulary.Xhtml)
        {
            return 0;
        }

        var isLeafOpen = top.LeafDepth > 0;
        if (!isLeafOpen && !top.HasText && localName.Length is not (4 or 5) && top.Vocabulary is not (Vocabulary.Media or Vocabulary.Itunes)
            && top.Name is not ("source" or "image" or "textinput" or "skiphours" or "skipdays"))
        {
            return 0;
        }

        var vocabulary = name.Length == localName.Length ? top.Default : Resolve(name[..^(localName.Length + 1)], quiet: true);
        var isFeed = vocabulary.IsRss() || vocabulary.IsAtom();
        var started = isFeed ? Names.Of(localName) : Names.Other;
        if (vocabulary == Vocabulary.Unknown && name.Length == localName.Length && Names.Of(localName) is "item" or "entry")
        {
            return OpenAliens(); // whose namespace is the default in what they hold, also where they do not mean to hold it
        }

        var entryDepth = started is "item" or "entry" ? EntryDepth(Depth) : 0;
        if (isLeafOpen)
        {
            mayBeSound = entryDepth > 0 || started is not ("item" or "entry"); // outside of entries none is ever left out
            return EndsLeaf(vocabulary, localName) ? Depth - top.LeafDepth + 1 : 0;
        }

        if (top.Name == "source" && EndsSource(top, started, !isFeed && IsModule(vocabulary)))
        {
            return 1;
        }

        if (isFeed && started is "item" or "entry")
        {
            if (_tokenizer.IsEmptyElement && _tokenizer.AttributeCount == 0)
            {
                return 0; // it says nothing, not even that another begins (FeedBurner, 2018)
            }

            mayBeSound = entryDepth > 0;
            return entryDepth > 0 && _scopes[entryDepth].Vocabulary == vocabulary ? Depth - entryDepth + 1 : OpenParts(started);
        }

        return isFeed && Names.IsFeedElement(started) && OpenParts(started) is > 0 and var parts ? parts
            : (isFeed ? Names.IsFeedElement(started) : IsModule(vocabulary)) ? OpenTexts(mayBeMedia: Names.IsFeedOnly(started))
            : 0;
    }

    // The element that is open starts once more, though it is no list of such.
    private bool IsRepeated(ReadOnlySpan<char> name)
    {
        ref var top = ref _scopes[Depth];
        return top.NameLength == name.Length && Depth > 1 && !top.IsSound && top.LeafDepth == 0 && top.Vocabulary != Vocabulary.Xhtml && !Names.IsContainer(top.Name)
            && _tokenizer.AttributeCount == 0 && !_tokenizer.IsEmptyElement && _tokenizer.Slice(top.NameStart, top.NameLength).SequenceEqual(name);
    }

    // Where the innermost entry stands that is open from a depth outwards; 0: none is.
    private int EntryDepth(int depth)
    {
        while (depth > 0 && !(_scopes[depth].Name is "item" or "entry" && (_scopes[depth].Vocabulary.IsRss() || _scopes[depth].Vocabulary.IsAtom())))
        {
            depth--;
        }

        return depth;
    }

    private bool EndsLeaf(Vocabulary vocabulary, ReadOnlySpan<char> localName)
    {
        ref var top = ref _scopes[Depth];
        ref var leaf = ref _scopes[top.LeafDepth];
        var isDirect = Depth == top.LeafDepth;
        if (isDirect && leaf.HasText && Names.IsLine(leaf.Name))
        {
            return true; // an address, an id or a date, with nothing else in it
        }

        if (vocabulary.IsRss() || vocabulary.IsAtom())
        {
            return Names.Ends(Names.Of(localName), leaf.Name, isDirect) && !IsLinkOfMarkup(localName, leaf.Name);
        }

        // Persons of Atom may be extended (RFC 4287, 3.2), and RDF describes things in RDF.
        return IsModule(vocabulary) && top.Vocabulary != Vocabulary.Rdf && !(leaf.Vocabulary.IsAtom() && Names.IsPerson(leaf.Name));
    }

    private static bool EndsSource(in Scope source, string started, bool isModule) =>
        source.Vocabulary.IsAtom() ? Names.EndsSource(started, source.Parts)
            : source.Vocabulary.IsRss() && (Names.EndsSource(started, source.HasText) || (isModule && source.HasText));

    private static bool IsModule(Vocabulary vocabulary) => vocabulary is not (Vocabulary.Unknown or Vocabulary.Xhtml or Vocabulary.Rdf);

    // HTML has links too, of other relations than a feed.
    private bool IsLinkOfMarkup(ReadOnlySpan<char> localName, string open) =>
        localName.Equals("link", StringComparison.OrdinalIgnoreCase) && Names.IsText(open)
        && Attribute("rel") is not (null or "alternate" or "self" or "enclosure" or "replies" or "related" or "via" or "edit" or "license");

    // Of the innermost elements, those up to the feed's own that have made another namespace the default.
    private int OpenAliens()
    {
        var count = 0;
        while (Depth - count > 1 && !Names.IsContainer(_scopes[Depth - count].Name) && _scopes[Depth - count].Default == Vocabulary.Unknown)
        {
            count++;
        }

        return _scopes[Depth - count].Default.IsRss() || _scopes[Depth - count].Default.IsAtom() ? count : 0;
    }

    // Of the innermost elements, those that hold nothing like what starts: an image whose end tag is missing ends where an item does.
    private int OpenParts(string started)
    {
        var count = 0;
        while (Depth - count > 1 && HoldsNone(_scopes[Depth - count], started))
        {
            count++;
        }

        return count;
    }

    private static bool HoldsNone(in Scope scope, string started)
    {
        var isEntry = started is "item" or "entry";
        return scope.Vocabulary.IsRss() || scope.Vocabulary.IsAtom()
            ? Names.IsGroup(scope.Name) && (isEntry || (scope.Name != "source" && !Names.IsPartOfGroup(started)))
            : isEntry ? IsModule(scope.Vocabulary)
            : scope.Vocabulary == Vocabulary.Itunes || (scope.Vocabulary == Vocabulary.Media && scope.Name == "thumbnail"); // other media have titles too
    }

    // Whatever they mean, elements with a text are no groups: what a feed or an entry may have is not theirs. Nor does a group of media
    // hold what only an entry has.
    private int OpenTexts(bool mayBeMedia)
    {
        var count = 0;
        while (_scopes[Depth - count] is { Vocabulary: not Vocabulary.Xhtml } scope && !Names.IsContainer(scope.Name)
            && (scope.HasText || (mayBeMedia && scope.Vocabulary == Vocabulary.Media)))
        {
            count++;
        }

        return Names.IsContainer(_scopes[Depth - count].Name) ? count : 0;
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
