using FeedHub.Reading.Dates;
using FeedHub.Reading.Markup;
using FeedHub.Reading.Rss;

namespace FeedHub.Reading.Modules;

/// <summary>Dublin Core, elements and terms; RSS 1.0 has its people and dates only here.</summary>
internal static class DublinCoreElements
{
    private const int MaxLineLength = 2000;
    private const int MaxValueCount = 200;

    public static void Read(ElementReader reader, Draft draft)
    {
        switch (reader.Name)
        {
            case "title":
                draft.Title.Offer(RssElements.ReadText(reader), 1);
                break;
            case "description" or "abstract":
                draft.Summary.Offer(RssElements.ReadText(reader), 2);
                break;
            case "creator" or "author":
                foreach (var author in ReadValues(reader))
                {
                    draft.Authors.Offer(People.Parse(author), 1);
                }

                break;
            case "contributor":
                foreach (var contributor in ReadValues(reader))
                {
                    draft.Contributors.Offer(People.Parse(contributor), 1);
                }

                break;
            case "publisher":
                draft.Publisher.Offer(reader.ReadString());
                break;
            case "rights":
                draft.Rights.Offer(RightsLine.Of(RssElements.ReadText(reader)), 1);
                break;
            case "license":
                draft.License.Offer(Addresses.Resolve(reader.QualifiedAttribute("resource"), reader.Base) ?? RssElements.ReadAddress(reader), 1);
                break;
            case "subject":
                foreach (var subject in ReadValues(reader))
                {
                    draft.Add(new Category(subject, null, null));
                }

                break;
            case "language":
                draft.Language.Offer(reader.ReadString(), 1);
                break;
            case "date":
                draft.UpdatedAt.Offer(DateReader.Read(reader.ReadSpan()), 2);
                break;
            case "modified":
                draft.UpdatedAt.Offer(DateReader.Read(reader.ReadSpan()), 1);
                break;
            case "issued" or "available":
                draft.PublishedAt.Offer(DateReader.Read(reader.ReadSpan()), reader.Name == "issued" ? 1 : 2);
                break;
            case "created":
                draft.CreatedAt.Offer(DateReader.Read(reader.ReadSpan()));
                break;
            case "valid":
                draft.ExpiresAt.Offer(DateReader.Read(EndOfPeriod(reader.ReadSpan())), 1);
                break;
        }
    }

    // One text, or several in a container of RDF.
    private static List<string> ReadValues(ElementReader reader)
    {
        var values = new List<string>();
        var depth = reader.Depth;
        var text = default(string);
        while (reader.Read() && !(reader.Kind == NodeKind.End && reader.Depth == depth))
        {
            var value = reader.Kind == NodeKind.Start && reader.Name == "li" ? reader.ReadString() : null;
            if (value is not null && values.Count < MaxValueCount)
            {
                values.Add(value);
            }
            else if (reader.Kind == NodeKind.Text && text is not { Length: > MaxLineLength })
            {
                text = string.Concat(text, reader.Text());
            }
        }

        return reader.IsTruncated ? [] : values.Count == 0 && text?.Trim() is { Length: > 0 } single ? [single] : values;
    }

    // DCMI Period: "start=2004-01-01; end=2004-02-01; scheme=W3C-DTF".
    private static ReadOnlySpan<char> EndOfPeriod(ReadOnlySpan<char> text)
    {
        var end = text.IndexOf("end=", StringComparison.OrdinalIgnoreCase);
        if (end < 0)
        {
            return text.Contains('=') ? [] : text;
        }

        text = text[(end + "end=".Length)..];
        var close = text.IndexOf(';');
        return close < 0 ? text : text[..close];
    }
}
