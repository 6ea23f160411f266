using FeedHub.Reading.Decoding;
using FeedHub.Reading.Markup;
using FeedHub.Reading.Modules;

namespace FeedHub.Reading;

/// <summary>RSS, Atom and CDF: finds the root, then reads feed and entries in one pass.</summary>
internal sealed class XmlFeedReader(ElementReader reader, string encoding, DocumentContext context, Repairs repairs)
{
    private const int MaxStartCount = 4 * FeedReader.MaxEntryCount; // with those that say nothing and are none

    private readonly Draft _feed = new();
    private readonly Draft _part = new(); // what parts of a channel say of themselves, which nobody asks for
    private readonly List<ParsedEntry> _entries = [];
    private FeedFormat _format;
    private bool _isFull;
    private bool _isPartial;
    private bool _isInChannel;
    private bool _hasChannel;
    private int _startCount;

    public static ReadOutcome Read(DecodedText text, DocumentContext context, Repairs repairs)
    {
        using var reader = new ElementReader(text.Characters, text.Length, Addresses.OfDocument(context), repairs);
        var (state, format) = FeedRoot.Find(reader, repairs);
        var encoding = text.Encoding.Name;
        return state switch
        {
            RootState.Found => new ReadOutcome.Read(new XmlFeedReader(reader, encoding, context, repairs).ReadFeed(format)),
            RootState.Html => new ReadOutcome.NotAFeed("html", "The document is an HTML page, not a feed.", encoding),
            RootState.OtherXml => new ReadOutcome.NotAFeed("not-a-feed", "The document is XML of another kind, not a feed.", encoding),
            _ => new ReadOutcome.NotAFeed("not-a-feed", "The document is neither XML nor JSON.", encoding),
        };
    }

    private ParsedFeed ReadFeed(FeedFormat format)
    {
        _format = format;
        reader.EnterFeed();
        if (reader.Name == "entry")
        {
            ReadEntry();
        }
        else
        {
            ReadContainer(_feed);
        }

        ReadTrailing();
        _feed.Language.Offer(context.Language, 3);
        return _feed.ToFeed(_format, encoding, _entries) with
        {
            Repairs = repairs.ToList(),
            IsPartial = _isPartial || _isFull,
        };
    }

    private void ReadContainer(Draft draft)
    {
        var depth = reader.Depth;
        var name = reader.Name;
        draft.Language.Offer(reader.Language, 2);
        ReadAttributes(draft);
        _isInChannel |= name == "channel";
        while (!_isFull && reader.ReadChild(depth))
        {
            ReadChild(draft);
        }

        // What breaks off behind the channel of <rss> lacks no entry.
        _isPartial |= reader.IsTruncated && !(name == "rss" && _hasChannel);
        _hasChannel |= name == "channel";
    }

    private void ReadChild(Draft draft)
    {
        var isFeed = reader.Vocabulary.IsRss() || reader.Vocabulary.IsAtom();
        switch (reader.Name)
        {
            case "item" or "entry" when isFeed:
                ReadEntry();
                break;
            case "channel" when isFeed:
                _format = reader.Vocabulary == Vocabulary.Rss090 ? FeedFormat.Rss090 : _format;
                var isInner = _isInChannel; // CDF: a part of the channel with a title of its own
                ReadContainer(isInner && _format == FeedFormat.Cdf ? _part : draft);
                _isInChannel = isInner;
                break;
            case "items" or "rss" or "feed" when isFeed:
            case "rdf" when reader.Vocabulary == Vocabulary.Rdf:
                ReadContainer(draft); // RSS 1.1; in RSS 1.0 only references stand there; and a root that starts twice
                break;
            case Names.Other:
            case "p" or "div" or "section" or "body" when isFeed:
            case not null when reader.Vocabulary == Vocabulary.Unknown:
                ReadWrapped();
                break;
            default:
                ModuleElements.Read(reader, draft, isEntry: false);
                break;
        }
    }

    // Entries inside an element that nobody knows: it gathers them, or its end tag is missing.
    private void ReadWrapped()
    {
        var depth = reader.Depth;
        while (!_isFull && reader.ReadChild(depth))
        {
            if (reader.Name is "item" or "entry" && (reader.Vocabulary.IsRss() || reader.Vocabulary.IsAtom()))
            {
                ReadEntry();
            }
            else if (reader.Name == Names.Other || reader.Vocabulary == Vocabulary.Unknown)
            {
                ReadWrapped();
            }
        }
    }

    private void ReadEntry(bool isInner = false)
    {
        if (_entries.Count >= FeedReader.MaxEntryCount || ++_startCount > MaxStartCount)
        {
            repairs.Add(Repairs.TooManyEntries);
            _isFull = true;
            return;
        }

        var draft = new Draft();
        var depth = reader.Depth;
        if (!string.Equals(reader.Language, reader.ParentLanguage, StringComparison.Ordinal))
        {
            draft.Language.Offer(reader.Language, 2);
        }

        ReadAttributes(draft);
        while (reader.ReadChild(depth))
        {
            if (reader.Name is "item" or "entry" && (reader.Vocabulary.IsRss() || reader.Vocabulary.IsAtom()))
            {
                ReadEntry(isInner: true);
            }
            else
            {
                ModuleElements.Read(reader, draft, isEntry: true);
            }
        }

        _isPartial |= reader.IsTruncated;

        // An entry in which the document breaks off would come back under another identity if its own were not read yet; and one inside another
        // that says nothing is no entry (FeedBurner, 2018).
        if (reader.IsTruncated ? !draft.IsIdentified : isInner && draft.IsEmpty)
        {
            return;
        }

        if (_entries.Count < FeedReader.MaxEntryCount)
        {
            _entries.Add(draft.ToEntry());
        }
        else
        {
            repairs.Add(Repairs.TooManyEntries); // the entries in it were the last
            _isFull = true;
        }
    }

    // rdf:about names a resource of RSS 1.0; CDF has address and date in attributes.
    private void ReadAttributes(Draft draft)
    {
        if (_format is FeedFormat.Rss10 or FeedFormat.Rss090 && reader.Name != "rdf")
        {
            var about = reader.QualifiedAttribute("about");
            draft.Id.Offer(about, 1);
            draft.Link.Offer(about is not null && Addresses.IsHttp(about) ? about : null, 5);
        }
        else if (_format is FeedFormat.Cdf)
        {
            reader.Rebase(reader.Attribute("base"));
            draft.Link.Offer(Addresses.Resolve(reader.Attribute("href"), reader.Base), 1);
            draft.UpdatedAt.Offer(Dates.DateReader.Read(reader.Attribute("lastmod")));
        }
    }

    private bool IsEmpty() => _entries.Count == 0 && _feed.Title.Value is null;

    // Entries that a stray end tag has put behind the feed are still its own.
    private void ReadTrailing()
    {
        while (!_isFull && reader.Read())
        {
            if (reader.Kind != NodeKind.Start)
            {
                continue;
            }

            repairs.Add(Repairs.TrailingJunk);
            if (reader.Depth == 1 && reader.Name is "feed" or "rss" or "rdf" or "channel" && IsEmpty())
            {
                ReadContainer(_feed); // an empty root stands before the real one
            }
            else if (reader.Depth == 1 && reader.Name is "item" or "entry")
            {
                ReadEntry();
            }
        }
    }
}
