using FeedHub.Reading.Markup;

namespace FeedHub.Reading;

internal enum RootState
{
    NoMarkup,
    OtherXml,
    Html,
    Found,
}

/// <summary>Finds the element that makes a document a feed, past what a broken server has put before it.</summary>
internal static class FeedRoot
{
    private static readonly string[] Junk =
        ["br", "b", "p", "font", "div", "pre", "table", "tr", "td", "th", "tbody", "span", "i", "a", "hr", "small", "center", "script", "strong", "em", "code", "xml"];

    public static (RootState State, FeedFormat Format) Find(ElementReader reader, Repairs repairs)
    {
        var state = RootState.NoMarkup;
        while (reader.Read())
        {
            if (reader.Kind != NodeKind.Start)
            {
                continue;
            }

            if (Format(reader) is { } format)
            {
                return (RootState.Found, format);
            }

            if (!IsJunk(reader.WrittenName))
            {
                return (reader.Name == "html" || reader.Name == "head" || reader.Name == "body" || reader.IsHtmlPage ? RootState.Html : RootState.OtherXml, default);
            }

            repairs.Add(Repairs.LeadingJunk);
            state = RootState.Html;
        }

        return (state, default);
    }

    private static bool IsJunk(ReadOnlySpan<char> name)
    {
        foreach (var junk in Junk)
        {
            if (name.Equals(junk, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static FeedFormat? Format(ElementReader reader)
    {
        switch (reader.Name)
        {
            case "rss" when reader.Vocabulary is Vocabulary.Unknown or Vocabulary.Atom || reader.Vocabulary.IsRss() || reader.Attribute("version") is not null:
                reader.Assume(Vocabulary.Rss);
                return RssVersion(reader.QualifiedAttribute("version")?.Replace("RSS", "", StringComparison.OrdinalIgnoreCase).TrimStart());

            case "rdf" when reader.Vocabulary is Vocabulary.Rdf or Vocabulary.Rss10 or Vocabulary.Rss090 or Vocabulary.Unknown:
                return RdfVersion(reader);

            case "feed" or "entry" when reader.Vocabulary == Vocabulary.Atom03:
                return FeedFormat.Atom03;

            case "feed" or "entry" when reader.Vocabulary == Vocabulary.Atom:
                return FeedFormat.Atom10;

            case "feed" when reader.Vocabulary == Vocabulary.Unknown && MayBeAtom(reader.Attribute("xmlns")):
                var isOld = reader.Attribute("version") is "0.3" or "0.2" or "0.1";
                reader.Assume(isOld ? Vocabulary.Atom03 : Vocabulary.Atom);
                return isOld ? FeedFormat.Atom03 : FeedFormat.Atom10;

            case "channel" when reader.Vocabulary is Vocabulary.Unknown && reader.Attribute("xmlns") is null:
                var isCdf = char.IsAsciiLetterUpper(reader.WrittenName[0]) // as Microsoft writes it
                    || reader.Attribute("href") is not null || reader.Attribute("base") is not null || reader.Attribute("lastmod") is not null;
                reader.Assume(Vocabulary.Rss);
                return isCdf ? FeedFormat.Cdf : FeedFormat.Rss;

            case "channel" when reader.Vocabulary.IsRss():
                return FeedFormat.Rss;

            default:
                return null;
        }
    }

    private static bool MayBeAtom(string? address) => address is null || address.Contains("atom", StringComparison.OrdinalIgnoreCase);

    private static FeedFormat RssVersion(string? version) => version switch
    {
        null => FeedFormat.Rss,
        "0.9" or "0.90" => FeedFormat.Rss090,
        _ when version.StartsWith("0.91", StringComparison.Ordinal) => FeedFormat.Rss091,
        _ when version.StartsWith("0.92", StringComparison.Ordinal) => FeedFormat.Rss092,
        _ when version.StartsWith("0.93", StringComparison.Ordinal) => FeedFormat.Rss093,
        _ when version.StartsWith("0.94", StringComparison.Ordinal) => FeedFormat.Rss094,
        _ when version.StartsWith('2') => FeedFormat.Rss20,
        _ => FeedFormat.Rss,
    };

    // The names without prefix are RSS 0.90's or 1.0's; other RDF is no feed.
    private static FeedFormat? RdfVersion(ElementReader reader)
    {
        switch (reader.DefaultVocabulary)
        {
            case Vocabulary.Rss090:
                return FeedFormat.Rss090;
            case Vocabulary.Rss10:
                return FeedFormat.Rss10;
            default:
                if (reader.IsBound(Vocabulary.Rss10))
                {
                    return FeedFormat.Rss10;
                }

                if (reader.IsBound(Vocabulary.Rss090))
                {
                    return FeedFormat.Rss090;
                }

                if (reader.Attribute("xmlns") is { } address && !address.Contains("rss", StringComparison.OrdinalIgnoreCase))
                {
                    return null;
                }

                reader.AssumeInside(Vocabulary.Rss10);
                return FeedFormat.Rss10;
        }
    }
}
