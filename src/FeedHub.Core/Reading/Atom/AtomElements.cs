using FeedHub.Reading.Dates;
using FeedHub.Reading.Markup;

namespace FeedHub.Reading.Atom;

/// <summary>The elements of Atom 1.0 and 0.3, in a feed, an entry or a source alike; also where they stand in RSS.</summary>
internal static class AtomElements
{
    private const int MaxLineLength = 500;

    /// <summary>False: no element of Atom's.</summary>
    public static bool Read(ElementReader reader, Draft draft)
    {
        switch (reader.Name)
        {
            case "title":
                draft.Title.Offer(AtomText.Read(reader));
                break;
            case "subtitle" or "tagline" or "summary":
                draft.Summary.Offer(AtomText.Read(reader));
                break;
            case "content":
                ReadContent(reader, draft);
                break;
            case "link":
                AtomLinks.Read(reader, draft);
                break;
            case "id":
                draft.Id.Offer(reader.ReadString());
                break;
            case "author":
                draft.Authors.Offer(ReadPerson(reader));
                break;
            case "contributor":
                draft.Contributors.Offer(ReadPerson(reader));
                break;
            case "category":
                ReadCategory(reader, draft);
                break;
            case "updated" or "modified":
                draft.UpdatedAt.Offer(DateReader.Read(reader.ReadSpan()));
                break;
            case "published" or "issued":
                draft.PublishedAt.Offer(DateReader.Read(reader.ReadSpan()));
                break;
            case "created":
                draft.CreatedAt.Offer(DateReader.Read(reader.ReadSpan()));
                break;
            case "rights" or "copyright":
                draft.Rights.Offer(RightsLine.Of(AtomText.Read(reader)));
                break;
            case "generator":
                draft.Generator.Offer(reader.ReadString());
                break;
            case "icon":
                draft.Icon.Offer(ReadAddress(reader));
                break;
            case "logo":
                draft.Logo.Offer(ReadAddress(reader));
                break;
            case "source":
                ReadSource(reader, draft);
                break;
            default:
                return false;
        }

        return true;
    }

    /// <summary>A person of name, mail and address elements; one written as a single line is understood too.</summary>
    public static Person? ReadPerson(ElementReader reader)
    {
        var depth = reader.Depth;
        string? name = null, email = null, uri = null;
        var text = default(string);
        while (reader.Read() && !(reader.Kind == NodeKind.End && reader.Depth == depth))
        {
            if (reader.Kind == NodeKind.Text && (reader.Depth == depth || reader.Vocabulary.IsRss() || reader.Vocabulary.IsAtom()))
            {
                text = text is { Length: > MaxLineLength } ? text : string.Concat(text, reader.Text());
            }
            else if (reader.Kind == NodeKind.Start && reader.Depth == depth + 1)
            {
                switch (reader.Name)
                {
                    case "name":
                        name ??= reader.ReadString();
                        break;
                    case "email":
                        email ??= reader.ReadString();
                        break;
                    case "uri" or "url" or "homepage":
                        uri ??= ReadAddress(reader);
                        break;
                }
            }
        }

        return name is not null || email is not null || uri is not null ? new(name, email, uri)
            : reader.IsTruncated ? null
            : People.Parse(text);
    }

    private static string? ReadAddress(ElementReader reader)
    {
        var baseAddress = reader.Base;
        return Addresses.Resolve(reader.ReadString(), baseAddress);
    }

    private static void ReadContent(ElementReader reader, Draft draft)
    {
        if (Addresses.Resolve(reader.Attribute("src"), reader.Base) is { } source)
        {
            draft.ContentSource.Offer(source);
        }

        if (reader.Attribute("type")?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true)
        {
            ReadAlternatives(reader, draft);
        }
        else
        {
            var isOld = reader.Vocabulary == Vocabulary.Atom03;
            var content = AtomText.Read(reader);
            draft.Content.Offer(content, isOld && content is { IsHtml: false } ? 1 : 0); // several are alternatives (Atom 0.3, 4.13)
        }
    }

    // Atom 0.3, 4.13.1: one content in several types, of which markup says the most.
    private static void ReadAlternatives(ElementReader reader, Draft draft)
    {
        var depth = reader.Depth;
        while (reader.ReadChild(depth))
        {
            var part = reader.Name == "content" ? AtomText.Read(reader) : null;
            draft.Content.Offer(part, part is { IsHtml: true } ? 0 : 1);
        }
    }

    private static void ReadCategory(ElementReader reader, Draft draft)
    {
        var term = reader.Attribute("term");
        var scheme = reader.Attribute("scheme");
        var label = reader.Attribute("label");
        term ??= reader.ReadString() ?? label;
        draft.Add(term is null ? null : new Category(term, scheme, label));
    }

    private static void ReadSource(ElementReader reader, Draft draft)
    {
        if (draft.Source.Value is not null)
        {
            return; // the first counts, and a document may consist of nothing but sources
        }

        var source = new Draft();
        var depth = reader.Depth;
        while (reader.ReadChild(depth))
        {
            if (reader.Vocabulary.IsAtom())
            {
                Read(reader, source);
            }
        }

        draft.Source.Offer(source.ToSource());
    }
}
