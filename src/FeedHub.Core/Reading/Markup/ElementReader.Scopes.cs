namespace FeedHub.Reading.Markup;

/// <content>Namespaces, base and language of the elements, and their attributes.</content>
internal sealed partial class ElementReader
{
    /// <summary>The decoded value of an attribute without prefix, or with that of the element's own vocabulary, trimmed; null: absent or empty.</summary>
    public string? Attribute(ReadOnlySpan<char> name)
    {
        for (var index = 0; index < _tokenizer.AttributeCount; index++)
        {
            var attribute = _tokenizer.AttributeName(index);
            if (attribute.Equals(name, StringComparison.OrdinalIgnoreCase) || IsQualified(attribute, name))
            {
                return Decoded(_tokenizer.AttributeValue(index));
            }
        }

        return null;
    }

    // Under the prefix of the element's own vocabulary, where no attribute of it has one (xkcd, 2018).
    private bool IsQualified(ReadOnlySpan<char> attribute, ReadOnlySpan<char> name) =>
        attribute.Length > name.Length + 1 && attribute[^(name.Length + 1)] == ':'
        && attribute.EndsWith(name, StringComparison.OrdinalIgnoreCase)
        && Vocabulary != Vocabulary.Unknown && Bound(attribute[..^(name.Length + 1)], StringComparison.Ordinal) == Vocabulary;

    /// <summary>The same of an attribute under any prefix or none, as rdf:about and rdf:resource are written.</summary>
    public string? QualifiedAttribute(ReadOnlySpan<char> localName)
    {
        for (var index = 0; index < _tokenizer.AttributeCount; index++)
        {
            if (LocalName(_tokenizer.AttributeName(index)).Equals(localName, StringComparison.OrdinalIgnoreCase))
            {
                return Decoded(_tokenizer.AttributeValue(index));
            }
        }

        return null;
    }

    /// <summary>What names without prefix mean here.</summary>
    public Vocabulary DefaultVocabulary => _scopes[Depth].Default;

    /// <summary>Does a prefix mean this here?</summary>
    public bool IsBound(Vocabulary vocabulary)
    {
        foreach (var binding in _bindings)
        {
            if (binding.Vocabulary == vocabulary)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes names without prefix for <paramref name="vocabulary"/>, from the children of the current element down.</summary>
    public void AssumeInside(Vocabulary vocabulary)
    {
        _assumed = vocabulary;
        _scopes[Depth].Default = vocabulary;
    }

    /// <summary>The same for the current element too, and for the prefix that it may have.</summary>
    public void Assume(Vocabulary vocabulary)
    {
        AssumeInside(vocabulary);
        ref var scope = ref _scopes[Depth];
        scope.Vocabulary = vocabulary;
        if (_tokenizer.Slice(scope.NameStart, scope.NameLength).IndexOf(':') is > 0 and var length)
        {
            _bindings.Add((scope.NameStart, length, vocabulary));
            scope.BindingCount = _bindings.Count;
        }
    }

    /// <summary>Gives the current element, and all in it, another base: CDF has an attribute of its own for that.</summary>
    public void Rebase(string? written) => _scopes[Depth].Base = Addresses.Base(written, _scopes[Depth].Base);

    private string? Decoded(ReadOnlySpan<char> value)
    {
        value = value.Trim();
        if (value.IsEmpty)
        {
            return null;
        }

        var isOneLine = value.IndexOfAny('\n', '\t') < 0;
        if (isOneLine && !value.Contains('&'))
        {
            return value.ToString();
        }

        // XML 1.0, 3.3.3: white space as such is a blank; a reference to it is itself.
        _scratch.Clear();
        _references.Decode(isOneLine ? value : value.ToString().Replace('\n', ' ').Replace('\t', ' '), _scratch);
        var decoded = _scratch.Span.Trim();
        return decoded.IsEmpty ? null : decoded.ToString();
    }

    private void Push(ReadOnlySpan<char> name, ReadOnlySpan<char> localName)
    {
        ref var parent = ref _scopes[Depth];
        Depth++;
        ref var scope = ref _scopes[Depth];
        parent.Parts |= parent.Name == "source" ? Names.PartOf(Names.Of(localName)) : SourceParts.None;
        scope = parent;
        scope.Parts = SourceParts.None;
        scope.HasText = false;
        scope.NameStart = _tokenizer.ValueStart;
        scope.NameLength = name.Length;
        for (var index = 0; index < _tokenizer.AttributeCount; index++)
        {
            var attribute = _tokenizer.AttributeName(index);
            if (attribute.Length >= 5 && attribute[0] is 'x' or 'X')
            {
                Declare(ref scope, attribute, index);
            }
        }

        if (scope.Default == Vocabulary.Unknown && IsInFeed && IsPartOfFeed(localName) && _scopes[Depth - 1].Default.IsRss())
        {
            scope.Default = _scopes[Depth - 1].Default; // an address that nobody knows, on what nothing but RSS has
        }

        scope.BindingCount = _bindings.Count;
        scope.Vocabulary = name.Length == localName.Length ? scope.Default : Resolve(name[..^(localName.Length + 1)], quiet: false);
        scope.Name = scope.Vocabulary == Vocabulary.Xhtml && Depth > 4 ? Names.Other : Names.Of(localName);
        var isLeaf = scope.Vocabulary.IsRss() || scope.Vocabulary.IsAtom() ? Names.IsLeaf(scope.Name) : Names.IsLeaf(scope.Name, scope.Vocabulary);
        if (isLeaf && (scope.LeafDepth == 0 || Names.IsPerson(_scopes[scope.LeafDepth].Name)) && !HoldsXml(scope))
        {
            scope.LeafDepth = Depth;
        }

        _tokenizer.Open = NameRange();
    }

    private static bool IsPartOfFeed(ReadOnlySpan<char> localName) => Names.Of(localName) is var name && (name == "link" || Names.IsFeedOnly(name));

    // RFC 4287, 4.1.3.3: elements of any vocabulary, and none of them ends the content.
    private bool HoldsXml(in Scope scope) => scope.Name == "content" && scope.Vocabulary.IsAtom() && MediaTypes.IsXml(Attribute("type"));

    private void Declare(ref Scope scope, ReadOnlySpan<char> attribute, int index)
    {
        switch (attribute)
        {
            case "xmlns":
                // Some programs write xmlns="" on elements that they mean to belong to the feed.
                scope.Default = _tokenizer.AttributeValue(index).IsWhiteSpace() ? _assumed : Vocabularies.OfAddress(_tokenizer.AttributeValue(index));
                break;
            case "xml:base":
                scope.Base = Addresses.Base(Decoded(_tokenizer.AttributeValue(index)), scope.Base);
                break;
            case "xml:lang":
                scope.Language = Decoded(_tokenizer.AttributeValue(index));
                break;
            default:
                if (attribute.StartsWith("xmlns:", StringComparison.OrdinalIgnoreCase) && _bindings.Count < MaxBindingCount)
                {
                    Bind(attribute["xmlns:".Length..], index);
                }

                break;
        }
    }

    private void Bind(ReadOnlySpan<char> prefix, int index)
    {
        var value = _tokenizer.AttributeValue(index);
        var start = _tokenizer.AttributeNameStart(index) + "xmlns:".Length;
        var vocabulary = Vocabularies.OfAddress(value);
        if (vocabulary == Vocabulary.Unknown)
        {
            vocabulary = Vocabularies.OfPrefix(prefix); // a mistyped address is likelier than another meaning of a well-known prefix
        }

        _bindings.Add((start, prefix.Length, vocabulary));
    }

    private Vocabulary Resolve(ReadOnlySpan<char> prefix, bool quiet)
    {
        if (Bound(prefix, StringComparison.Ordinal) is { } exact)
        {
            return exact;
        }

        if (!quiet)
        {
            _repairs.Add(Repairs.UndeclaredPrefix);
        }

        return Bound(prefix, StringComparison.OrdinalIgnoreCase) ?? Vocabularies.OfPrefix(prefix);
    }

    private Vocabulary? Bound(ReadOnlySpan<char> prefix, StringComparison comparison)
    {
        for (var index = _bindings.Count - 1; index >= 0; index--)
        {
            var (start, length, vocabulary) = _bindings[index];
            if (length == prefix.Length && _tokenizer.Slice(start, length).Equals(prefix, comparison))
            {
                return vocabulary;
            }
        }

        return null;
    }
}
