using FeedHub.Reading.Atom;
using FeedHub.Reading.Markup;
using FeedHub.Reading.Rss;

namespace FeedHub.Reading.Modules;

/// <summary>One element of a feed, entry or source, whatever vocabulary it is of.</summary>
internal static class ModuleElements
{
    public static void Read(ElementReader reader, Draft draft, bool isEntry)
    {
        switch (reader.Vocabulary)
        {
            case Vocabulary.Rss or Vocabulary.Rss090 or Vocabulary.Rss10:
                RssElements.Read(reader, draft, isEntry);
                break;
            case Vocabulary.Atom or Vocabulary.Atom03:
                if (!AtomElements.Read(reader, draft))
                {
                    RssElements.Read(reader, draft, isEntry); // pubDate, guid and others in a feed that is half Atom
                }

                break;
            case Vocabulary.DublinCore or Vocabulary.DublinCoreTerms:
                DublinCoreElements.Read(reader, draft);
                break;
            case Vocabulary.Media:
                MediaElements.Read(reader, draft, rank: 0);
                break;
            case Vocabulary.Itunes:
                ItunesElements.Read(reader, draft);
                break;
            case Vocabulary.Content when reader.Name == "encoded":
                draft.Content.Offer(ReadHtml(reader, isMarkup: false));
                break;
            case Vocabulary.Content when reader.Name == "items":
                ReadItems(reader, draft);
                break;
            case Vocabulary.Xhtml when reader.Name is "body" or "div" or "section":
                draft.Content.Offer(ReadHtml(reader, isMarkup: true), 1);
                break;
            case Vocabulary.Slash when reader.Name == "comments":
            case Vocabulary.Threading when reader.Name == "total":
                draft.CommentsCount.Offer(Numbers.Count(reader.ReadSpan()));
                break;
            case Vocabulary.CommentApi when reader.Name == "commentrss":
                draft.CommentsFeed.Offer(RssElements.ReadAddress(reader));
                break;
            case Vocabulary.Syndication:
                ReadPeriod(reader, draft);
                break;
            case Vocabulary.FeedBurner when reader.Name == "origlink":
                draft.Link.Offer(RssElements.ReadAddress(reader));
                break;
            case Vocabulary.FeedBurner when reader.Name == "origenclosurelink":
                draft.EnclosureUrl.Offer(RssElements.ReadAddress(reader));
                break;
            case Vocabulary.CreativeCommons when reader.Name == "license":
                draft.License.Offer(Addresses.Resolve(reader.QualifiedAttribute("resource"), reader.Base) ?? RssElements.ReadAddress(reader));
                break;
            case Vocabulary.Admin when reader.Name == "generatoragent":
                draft.Generator.Offer(reader.QualifiedAttribute("resource") ?? reader.ReadString(), 1);
                break;
            case Vocabulary.App when reader.Name == "control":
                ReadControl(reader, draft);
                break;
            case Vocabulary.App when reader.Name == "draft":
                draft.IsDraft |= reader.ReadSpan().Equals("yes", StringComparison.OrdinalIgnoreCase);
                break;
        }
    }

    private static ParsedText? ReadHtml(ElementReader reader, bool isMarkup) =>
        reader.ReadMarkup(isMarkup, out _, out var contentBase) is { } value ? new(value, true, contentBase?.AbsoluteUri) : null;

    // The first form of the content module: a bag of items, each with a value.
    private static void ReadItems(ElementReader reader, Draft draft)
    {
        var depth = reader.Depth;
        while (reader.Read() && !(reader.Kind == NodeKind.End && reader.Depth == depth))
        {
            if (reader.Kind == NodeKind.Start && reader.Name == "value")
            {
                draft.Content.Offer(ReadHtml(reader, isMarkup: reader.QualifiedAttribute("parseType") == "Literal"), 1);
            }
        }
    }

    private static void ReadControl(ElementReader reader, Draft draft)
    {
        var depth = reader.Depth;
        while (reader.ReadChild(depth))
        {
            draft.IsDraft |= reader.Name == "draft" && reader.ReadSpan().Equals("yes", StringComparison.OrdinalIgnoreCase);
        }
    }

    // RSS module syndication: so many times in a period.
    private static void ReadPeriod(ElementReader reader, Draft draft)
    {
        switch (reader.Name)
        {
            case "updateperiod":
                draft.UpdatePeriod = reader.ReadString()?.ToLowerInvariant() switch
                {
                    "hourly" => TimeSpan.FromHours(1),
                    "daily" => TimeSpan.FromDays(1),
                    "weekly" => TimeSpan.FromDays(7),
                    "monthly" => TimeSpan.FromDays(30),
                    "yearly" => TimeSpan.FromDays(365),
                    _ => null,
                };
                break;
            case "updatefrequency":
                draft.UpdateFrequency = Numbers.Count(reader.ReadSpan()) is > 0 and var frequency ? frequency : 1;
                break;
        }
    }
}
