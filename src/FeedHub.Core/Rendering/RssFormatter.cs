using System.Globalization;
using System.ServiceModel.Syndication;
using System.Text.RegularExpressions;
using System.Xml;

namespace FeedHub.Rendering;

/// <summary>
/// The library's RSS, but for the items: it would write dates with a lone Z, lose the names of authors and the full text beside the short
/// one, and leave the length out where it is unknown.
/// </summary>
internal sealed partial class RssFormatter(SyndicationFeed feed) : Rss20FeedFormatter(feed, serializeExtensionsAsAtom: false)
{
    public const string ContentNamespace = "http://purl.org/rss/1.0/modules/content/";
    public const string DublinCoreNamespace = "http://purl.org/dc/elements/1.1/";

    /// <summary>RFC 822 with a year of four digits, in GMT.</summary>
    public static string Date(DateTimeOffset at) => at.ToString("r", CultureInfo.InvariantCulture);

    protected override void WriteItem(XmlWriter writer, SyndicationItem item, Uri feedBaseUri)
    {
        writer.WriteStartElement("item");
        WritePlain(writer, "title", "", item.Title.Text);
        var link = Find(item.Links, "alternate")?.Uri.AbsoluteUri;
        WriteIfAny(writer, "link", link);
        writer.WriteStartElement("guid");
        writer.WriteAttributeString("isPermaLink", item.Id == link ? "true" : "false");
        writer.WriteString(item.Id);
        writer.WriteEndElement();
        writer.WriteElementString("pubDate", Date(item.PublishDate));
        foreach (var author in item.Authors)
        {
            writer.WriteElementString("creator", DublinCoreNamespace, author.Name);
        }

        foreach (var category in item.Categories)
        {
            writer.WriteStartElement("category");
            if (category.Scheme is { } scheme)
            {
                writer.WriteAttributeString("domain", scheme);
            }

            WriteEscaped(writer, category.Label ?? Safe.Plain(category.Name));
            writer.WriteEndElement();
        }

        // The full text stands for the short one where that is missing, and then not twice.
        var content = (item.Content as TextSyndicationContent)?.Text;
        WriteIfAny(writer, "description", item.Summary?.Text ?? content);
        if (item.Summary is not null && content is not null)
        {
            writer.WriteElementString("encoded", ContentNamespace, content);
        }

        WriteIfAny(writer, "comments", Find(item.Links, "replies")?.Uri.AbsoluteUri);
        WriteSource(writer, item.SourceFeed);
        WriteEnclosure(writer, Find(item.Links.Where(link => Host.IsMatch(link.Uri.Host)), "enclosure")); // validators ask for such a host
        if (item.AttributeExtensions.TryGetValue(new XmlQualifiedName("lang", "http://www.w3.org/XML/1998/namespace"), out var language))
        {
            writer.WriteElementString("language", DublinCoreNamespace, language);
        }

        if (item.Copyright is { } rights)
        {
            WritePlain(writer, "rights", DublinCoreNamespace, rights.Text);
        }

        WriteElementExtensions(writer, item, Version);
        writer.WriteEndElement();
    }

    private static void WritePlain(XmlWriter writer, string name, string ns, string text)
    {
        writer.WriteStartElement(name, ns);
        WriteEscaped(writer, text);
        writer.WriteEndElement();
    }

    // Hexadecimal references are what the fewest readers mistake for markup (Best Practices Profile, character data).
    private static void WriteEscaped(XmlWriter writer, string text)
    {
        var start = 0;
        for (var end = text.AsSpan().IndexOfAny('&', '<'); end >= 0;)
        {
            writer.WriteString(text[start..end]);
            writer.WriteCharEntity(text[end]);
            start = end + 1;
            var next = text.AsSpan(start).IndexOfAny('&', '<');
            end = next < 0 ? -1 : start + next;
        }

        writer.WriteString(text[start..]);
    }

    private static void WriteSource(XmlWriter writer, SyndicationFeed source)
    {
        if (Find(source.Links, "self") is { } self)
        {
            writer.WriteStartElement("source");
            writer.WriteAttributeString("url", self.Uri.AbsoluteUri);
            WriteEscaped(writer, source.Title.Text);
            writer.WriteEndElement();
        }
    }

    private static void WriteEnclosure(XmlWriter writer, SyndicationLink? enclosure)
    {
        if (enclosure is not null)
        {
            writer.WriteStartElement("enclosure");
            writer.WriteAttributeString("url", enclosure.Uri.AbsoluteUri);
            writer.WriteAttributeString("length", enclosure.Length.ToString(CultureInfo.InvariantCulture));
            writer.WriteAttributeString("type", enclosure.MediaType);
            writer.WriteEndElement();
        }
    }

    private static void WriteIfAny(XmlWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteElementString(name, text);
        }
    }

    private static SyndicationLink? Find(IEnumerable<SyndicationLink> links, string relation) =>
        links.FirstOrDefault(link => link.RelationshipType == relation);

    // A name with a dot and without an underscore.
    [GeneratedRegex(@"\A([A-Za-z0-9-]+\.)+[A-Za-z0-9][A-Za-z0-9-]*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Host { get; }
}
