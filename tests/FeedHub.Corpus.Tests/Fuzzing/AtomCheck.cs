using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace FeedHub.Fuzzing;

/// <summary>The essentials of RFC 4287 in a document that we wrote.</summary>
internal static partial class AtomCheck
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    /// <summary>What is not as it must be; null: nothing. Ill-formed XML throws.</summary>
    public static string? Fault(byte[] document, int entryCount)
    {
        var feed = Load(document);
        var entries = feed.Elements(Atom + "entry").ToList();
        if (feed.Name != Atom + "feed" || entries.Count != entryCount)
        {
            return $"{entries.Count} entries of {entryCount} in {feed.Name}";
        }

        if (entries.Select(entry => entry.Element(Atom + "id")?.Value).Distinct(StringComparer.Ordinal).Count() != entryCount)
        {
            return "an id stands twice";
        }

        return Common(feed) ?? entries.Select(entry => Common(entry) ?? OfEntry(entry)).FirstOrDefault(fault => fault is not null);
    }

    /// <summary>The root of a well-formed document whose characters XML allows.</summary>
    public static XElement Load(byte[] document)
    {
        using var reader = XmlReader.Create(new MemoryStream(document), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, CheckCharacters = true });
        return XDocument.Load(reader).Root!;
    }

    // 4.1.1 and 4.1.2, and the constructs of 3.
    private static string? Common(XElement parent)
    {
        foreach (var name in (string[])["id", "title", "updated"])
        {
            if (parent.Elements(Atom + name).Count() != 1)
            {
                return $"not one {name} in {parent}";
            }
        }

        foreach (var name in (string[])["published", "rights", "summary", "content", "source", "generator", "subtitle", "icon", "logo"])
        {
            if (parent.Elements(Atom + name).Count() > 1)
            {
                return $"two of {name} in {parent}";
            }
        }

        return parent.Elements().Select(OfElement).FirstOrDefault(fault => fault is not null);
    }

    private static string? OfElement(XElement element) => element.Name.LocalName switch
    {
        _ when element.Name.Namespace != Atom => null,
        "id" when !Iri.IsAbsolute(element.Value) => $"no absolute IRI: {element}",
        "updated" or "published" when !IsDate(element.Value) => $"no date: {element}",
        "title" or "summary" or "rights" or "subtitle" when element.Attribute("type")?.Value is not (null or "text" or "html") || element.HasElements => $"no text: {element}",
        "content" when element.Attribute("type")?.Value is not (null or "text" or "html") || element.HasElements => $"no content: {element}",
        "link" when !Iri.IsWeb(element.Attribute("href")?.Value) => $"no absolute address: {element}",
        "link" when element.Attribute("length") is { } length && !ulong.TryParse(length.Value, NumberStyles.None, CultureInfo.InvariantCulture, out _) => $"no length: {element}",
        "author" or "contributor" when element.Elements(Atom + "name").Count() != 1 || string.IsNullOrWhiteSpace(element.Element(Atom + "name")!.Value) => $"no name: {element}",
        "author" or "contributor" when element.Elements(Atom + "uri").Any(uri => !Iri.IsWeb(uri.Value)) => $"no address: {element}",
        "category" when element.Attribute("term") is null || element.Attribute("scheme") is { } scheme && !Iri.IsAbsolute(scheme.Value) => $"no category: {element}",
        "source" => Common(element),
        _ when element.Attribute(XNamespace.Xml + "lang") is { } language && !LanguageTag().IsMatch(language.Value) => $"no language: {element}",
        _ => null,
    };

    // 4.1.1.1 and 4.1.2: an entry says something, of someone; its alternate links differ in type or language.
    private static string? OfEntry(XElement entry)
    {
        var alternates = entry.Elements(Atom + "link").Where(link => link.Attribute("rel")?.Value is null or "alternate").ToList();
        return entry.Element(Atom + "content") is null && alternates.Count == 0 ? $"neither content nor link in {entry}"
            : alternates.DistinctBy(link => (link.Attribute("type")?.Value, link.Attribute("hreflang")?.Value)).Count() != alternates.Count ? $"two equal links in {entry}"
            : entry.Element(Atom + "author") is null && entry.Element(Atom + "source")?.Element(Atom + "author") is null && entry.Parent!.Element(Atom + "author") is null
                ? $"no author of {entry}"
            : string.IsNullOrWhiteSpace(entry.Element(Atom + "title")!.Value) ? $"an empty title in {entry}"
            : entry.Elements()
                .Where(element => element.Attribute("type")?.Value == "html")
                .SelectMany(element => MarkupTag().Matches(element.Value))
                .FirstOrDefault(tag => Active().IsMatch(QuotedValue().Replace(tag.Value, "\"\""))) is { } active ? $"active markup: {active.Value}"
            : null;
    }

    private static bool IsDate(string text) =>
        Rfc3339().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$", RegexOptions.CultureInvariant)]
    private static partial Regex Rfc3339();

    [GeneratedRegex("^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$", RegexOptions.CultureInvariant)]
    private static partial Regex LanguageTag();

    [GeneratedRegex("""</?[A-Za-z!](?:[^<>"]|"[^"]*")*>""", RegexOptions.CultureInvariant)]
    private static partial Regex MarkupTag();

    [GeneratedRegex("\"[^\"]*\"", RegexOptions.CultureInvariant)]
    private static partial Regex QuotedValue();

    [GeneratedRegex("""^<(script|iframe|object|embed|form|style|meta|base|svg|math|template)\b|\s(on[a-z]+|srcdoc|style)\s*=""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Active();
}
