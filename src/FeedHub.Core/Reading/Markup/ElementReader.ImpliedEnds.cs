namespace FeedHub.Reading.Markup;

/// <content>Which open elements the start of another ends, because their own end tags are missing.</content>
internal sealed partial class ElementReader
{
    // Whether the end tags of the innermost elements follow after all.
    private bool AreSound(int count, bool isStarted = false)
    {
        Span<(int Start, int Length)> names = stackalloc (int, int)[count];
        for (var index = 0; index < count; index++)
        {
            names[index] = (_scopes[Depth - index].NameStart, _scopes[Depth - index].NameLength);
        }

        (int, int)? started = _tokenizer.IsEmptyElement || isStarted ? null : (_tokenizer.ValueStart, _tokenizer.Value.Length);
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
}
