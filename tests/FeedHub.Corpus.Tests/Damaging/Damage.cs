using System.Text;
using System.Text.RegularExpressions;
using FeedHub.Reading;
using FeedHub.Reading.Decoding;

namespace FeedHub.Damaging;

/// <summary>How much must still be read.</summary>
internal enum Loss
{
    /// <summary>Every field of every entry.</summary>
    Nothing,

    /// <summary>The same of the entries before the damage. All others are there, with the same ids, links and dates.</summary>
    Texts,

    /// <summary>The same of the entries before the damage. All others are there, with the same ids.</summary>
    Fields,

    /// <summary>The same of the entries before the damage. What follows may be lost.</summary>
    Rest,

    /// <summary>The same, and of what follows no more than one entry is there, which says nothing that is not so.</summary>
    End,
}

/// <summary>A damaged document and what must still be read of it.</summary>
/// <param name="Bytes">The document.</param>
/// <param name="Intact">Up to here, in the view of the specimen, it is as it was.</param>
/// <param name="Loss">What may be lost.</param>
/// <param name="Mend">Takes out of a field what was put into the text of the document; null: nothing shows.</param>
internal sealed record Damaged(byte[] Bytes, int Intact, Loss Loss = Loss.Nothing, Func<string, string>? Mend = null);

/// <summary>The ways in which publishers break a document, each a pure function of the whole one.</summary>
internal static partial class Damage
{
    private const string Php = "<br />\n<b>Warning</b>:  Undefined variable $feed in <b>/srv/www/feed.php</b> on line <b>12</b><br />\n";

    private static readonly HashSet<string> Texts = ["title", "description", "summary", "content", "subtitle", "encoded"];

    /// <summary>Every kind by its name; null where a document has nothing that could break so.</summary>
    public static readonly IReadOnlyDictionary<string, Func<Specimen, Damaged?>> Kinds = new Dictionary<string, Func<Specimen, Damaged?>>
    {
        ["cut at 10%"] = whole => Cut(whole, 10),
        ["cut at 20%"] = whole => Cut(whole, 20),
        ["cut at 30%"] = whole => Cut(whole, 30),
        ["cut at 40%"] = whole => Cut(whole, 40),
        ["cut at 50%"] = whole => Cut(whole, 50),
        ["cut at 60%"] = whole => Cut(whole, 60),
        ["cut at 70%"] = whole => Cut(whole, 70),
        ["cut at 80%"] = whole => Cut(whole, 80),
        ["cut at 90%"] = whole => Cut(whole, 90),
        ["end tags of every third element missing"] = ElementsUnclosed,
        ["end tags of groups missing"] = whole => Edit(
            whole, Closed(whole).Where(child => !IsText(whole, child)).Select(child => Remove(child.ContentEnd, child.End)), Loss.Fields),
        ["end tags of every third entry missing"] = whole => Edit(whole, Third(whole.Scan.Entries).Select(entry => Remove(entry.ContentEnd, entry.End))),
        ["bare ampersands in texts"] = whole => Mark(whole, "R&D & zq=1&zr "),
        ["bare ampersands in attributes"] = AmpersandsInAttributes,
        ["declared UTF-16, is UTF-8"] = whole => Declared(whole, "UTF-16", Encoding.UTF8),
        ["declared ISO-8859-1, is UTF-8"] = whole => Declared(whole, "ISO-8859-1", Encoding.UTF8),
        ["declared UTF-8, is UTF-16 with a mark"] = whole => Declared(whole, "UTF-8", Encoding.Unicode, hasMark: true),
        ["declared UTF-8, is UTF-16 without a mark"] = whole => Declared(whole, "UTF-8", new UnicodeEncoding(true, false)),
        ["windows-1252 without a declaration"] = whole => Declared(whole, null, CodePagesEncodingProvider.Instance.GetEncoding(1252)!),
        ["control characters"] = whole => Mark(whole, "\u0001\v\f\u001F", seen: ""),
        ["zero bytes"] = whole => Mark(whole, "\0\0", seen: ""),
        ["quotes of two kinds"] = whole => Edit(whole, Attributes(whole).Select(quotes => new Change(quotes.Close, 1, whole.Text[quotes.Close] == '"' ? "'" : "\""))),
        ["quotes missing"] = QuotesMissing,
        ["prefixes undeclared"] = PrefixesUndeclared,
        ["blank lines before"] = whole => Before(whole, "\r\n\n  \n"),
        ["a warning before"] = whole => Before(whole, Php),
        ["two byte order marks"] = whole => Before(whole, whole.View == Encoding.Latin1 ? "\u00EF\u00BB\u00BF\u00EF\u00BB\u00BF" : "\uFEFF"),
        ["junk behind"] = whole => !whole.IsRegular ? null : Edit(
            whole, [new(whole.Text.Length, 0, "\n<!-- made in 0.1 s -->\n<script>x(1 < 2);</script>\n<b>Notice</b>: & done <img src=x>\n0\r\n\r\n")]),
        ["tags in upper case"] = whole => !whole.IsRegular ? null : Edit(
            whole, whole.Scan.Tags.Where(tag => !tag.IsInText).Select(tag => Rename(tag, tag.Name.ToUpperInvariant()))),
        ["entities of HTML"] = whole => Mark(whole, "zq&nbsp;caf&eacute; ", seen: @"zq\u00A0café "),
        ["undefined entities"] = whole => Mark(whole, "zq&zqfoo; ", mayBeMarkup: true),
        ["the last CDATA section unclosed"] = whole => CDataUnclosed(whole, 1),
        ["every CDATA section unclosed"] = whole => CDataUnclosed(whole, int.MaxValue),
        ["a comment unclosed"] = whole => CommentUnclosed(whole, "<!-- zq\n"),
        ["a comment closed by its bracket alone"] = whole => CommentUnclosed(whole, "<!-- zq >\n"),
        ["unescaped line breaks"] = whole => Mark(whole, "<br class=\"zq\">", mayBeMarkup: true),
        ["bare less-than signs"] = whole => Mark(whole, "< 5 <3 zq<=1 << "),
        ["repeated attributes"] = whole => Edit(whole, Attributes(whole).Select(quotes => new Change(quotes.Close + 1, 0, $" {quotes.Name}=\"zq\""))),
        ["end tags in another case"] = whole => !whole.HasPlaces ? null : Edit(
            whole, Third(Closed(whole)).Select(child => new Change(child.ContentEnd + 2, child.Open.Name.Length, OtherCase(child.Open.Name)))),
        ["stray end tags"] = whole => Mark(whole, "</b></zq:p></font>", seen: ""),
        ["end tags of entries twice"] = whole => Edit(
            whole, Third(whole.Scan.Entries).Select(entry => new Change(entry.End, 0, whole.Text[entry.ContentEnd..entry.End]))),
        ["the feed closed too early"] = ClosedEarly,
        ["invalid bytes"] = InvalidBytes,
        ["a DOCTYPE with entities"] = Doctype,
        ["halves of surrogate pairs"] = whole => Mark(whole, "&#xD83D;zq&#56832; ", seen: "zq "),
        ["lines that end in CR"] = whole => new Damaged(
            whole.Bytes(whole.Text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\n', '\r')), 0),
        ["the document twice"] = whole => !whole.IsRegular ? null : Edit(whole, [new(whole.Text.Length, 0, whole.Text)]),
    };

    private readonly record struct Change(int At, int Length, string Text);

    private readonly record struct Quotes(string Name, int Open, int Close);

    private static Damaged Cut(Specimen whole, int share)
    {
        var bytes = whole.Cut(share);
        return new(bytes, whole.Place(bytes.Length), Loss.End);
    }

    private static Damaged? ElementsUnclosed(Specimen whole) => Edit(
        whole, Third(Closed(whole).Where(child => IsText(whole, child))).Select(child => Remove(child.ContentEnd, child.End)), Loss.Texts);

    private static Damaged? AmpersandsInAttributes(Specimen whole)
    {
        const string mark = "&zq=1&copy=2&lt";
        return Edit(
            whole,
            Attributes(whole)
                .Where(quotes => quotes.Name is "href" or "url" or "src" && whole.Text.AsSpan(quotes.Open + 1).StartsWith("http", StringComparison.Ordinal))
                .Select(quotes => new Change(quotes.Close, 0, mark)),
            mend: field => field.Replace(mark, "", StringComparison.Ordinal));
    }

    private static Damaged? QuotesMissing(Specimen whole) => Edit(
        whole,
        Attributes(whole)
            .Where(quotes => whole.Text.AsSpan(quotes.Open + 1, quotes.Close - quotes.Open - 1) is var value
                && !value.IsEmpty && value.IndexOfAny(" \t\r\n>=`") < 0 && value[^1] != '/')
            .SelectMany(quotes => new[] { Remove(quotes.Open, quotes.Open + 1), new Change(quotes.Close, 1, whole.Text[quotes.Close + 1] is ' ' or '>' or '/' ? "" : " ") }));

    private static Damaged? PrefixesUndeclared(Specimen whole) => Edit(
        whole,
        from tag in whole.Scan.Tags
        where !tag.IsEnd
        from Match match in Declarations().Matches(whole.Text[tag.Start..tag.End])
        select Remove(tag.Start + match.Index, tag.Start + match.Index + match.Length));

    private static Damaged? CDataUnclosed(Specimen whole, int count)
    {
        // What more text follows in the element would be taken for a part of the section, and no one could say where that ends.
        var ends = Enumerable.Range(0, whole.Text.Length).Where(at => whole.Text.AsSpan(at).StartsWith("]]></", StringComparison.Ordinal)).ToList();
        return Edit(whole, ends.TakeLast(count).Select(at => Remove(at, at + 3)));
    }

    private static Damaged? CommentUnclosed(Specimen whole, string comment)
    {
        var place = Middle(whole)?.Start;
        var isLast = place is { } at && !whole.Text.AsSpan(at).Contains("-->", StringComparison.Ordinal);
        return place is null ? null : Edit(whole, [new(place.Value, 0, comment)], isLast ? Loss.Nothing : Loss.Rest);
    }

    private static Damaged? ClosedEarly(Specimen whole)
    {
        var root = whole.Scan.Tags.Find(tag => tag.LocalName is "rss" or "rdf" or "feed");
        return Middle(whole) is not { } entry || root.Name is null ? null : Edit(
            whole, [new(entry.End, 0, (whole.Text.Contains("</channel>", StringComparison.Ordinal) ? "</channel>" : "") + $"</{root.Name}>")]);
    }

    // Fragments of windows-1252 inside UTF-8. A document that is neither for the most part is not what happens, nor is one that was encoded
    // twice for the most part.
    private static Damaged? InvalidBytes(Specimen whole)
    {
        var bytes = whole.Bytes(whole.Text);
        var scan = Utf8Scan.Of(bytes);
        return whole.View != Encoding.Latin1 || !scan.IsValid || scan.SequenceCount is > 0 and <= 4 || whole.Feed.Encoding != "utf-8"
            || whole.Feed.Repairs.Contains(Repairs.DoubleEncoded) ? null
            : Mark(whole, "zq\u00E9t\u00E9 ", seen: "zqété ", count: 2);
    }

    private static Damaged? Doctype(Specimen whole)
    {
        const string doctype = "<!DOCTYPE rss [\n<!ENTITY zqe \"zq value\">\n<!ENTITY % zqp SYSTEM \"http://a.example/x.dtd\"> %zqp;\n<!ELEMENT rss ANY>\n"
            + "<!-- <!ENTITY zqe 'no'> ]> -->\n<!ENTITY zqx SYSTEM \"file:///etc/passwd\">]>\n";
        return whole.Text.Contains("<!DOCTYPE", StringComparison.OrdinalIgnoreCase) || whole.Scan.Tags.Count == 0 ? null : Edit(
            whole, [new(whole.Scan.Tags[0].Start, 0, doctype), .. Marks(whole, "&zqe; ")], mend: field => field.Replace("zq value ", "", StringComparison.Ordinal));
    }

    // The text in another encoding, under a declaration that may be wrong. What the encoding cannot say makes no document of this kind.
    private static Damaged? Declared(Specimen whole, string? name, Encoding encoding, bool hasMark = false)
    {
        using var decoded = DocumentDecoder.Decode(whole.Bytes(whole.Text), null, new Repairs());
        var text = Declaration().Replace(decoded.Span.ToString(), "").TrimStart();
        text = name is null ? text : $"<?xml version=\"1.0\" encoding=\"{name}\"?>\n{text}";
        byte[] bytes = [.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)];
        return encoding.GetString(bytes).TrimStart('\uFEFF') == text && (name is not null || IsNoUtf8(bytes)) ? new(bytes, 0) : null;
    }

    // Without a declaration, what could be UTF-8 is.
    private static bool IsNoUtf8(byte[] bytes) => Utf8Scan.Of(bytes).SequenceCount == 0;

    private static Damaged? Before(Specimen whole, string junk) => new(whole.Bytes(junk + whole.Text), 0);

    // The same few characters in the texts of the entries from the middle on.
    private static Damaged? Mark(Specimen whole, string mark, string? seen = null, bool mayBeMarkup = false, int count = int.MaxValue)
    {
        seen ??= mark;
        return Edit(whole, Marks(whole, mark).Take(count), mend: field =>
        {
            field = seen.Length == 0 ? field : field.Replace(seen.Replace("\"", "\\\"", StringComparison.Ordinal), "", StringComparison.Ordinal);
            return mayBeMarkup ? LooksAndBase().Replace(field, "") : field;
        });
    }

    private static IEnumerable<Change> Marks(Specimen whole, string mark) =>
        from child in Children(whole)
        where Texts.Contains(child.LocalName) && child.Open.Name is not "media:content"
        let content = whole.Text.AsSpan(child.ContentStart, child.ContentEnd - child.ContentStart).ToString()
        where !content.Contains('<', StringComparison.Ordinal)
        let place = BetweenWords().Match(content)
        where place.Success
        select new Change(child.ContentStart + place.Index + 2, 0, mark);

    private static IEnumerable<Quotes> Attributes(Specimen whole) =>
        from child in Children(whole)
        where !child.Open.Name.StartsWith("xmlns", StringComparison.Ordinal)
        from Match match in Attribute().Matches(whole.Text[child.Open.Start..child.Open.End])
        let value = match.Groups[2]
        where value.Value.AsSpan(1, value.Length - 2).IndexOfAny("\"'") < 0
        select new Quotes(match.Groups[1].Value, child.Open.Start + value.Index, child.Open.Start + value.Index + value.Length - 1);

    private static Change Rename(Tag tag, string name) => new(tag.Start + (tag.IsEnd ? 2 : 1), tag.Name.Length, name);

    private static Change Remove(int start, int end) => new(start, end - start, "");

    private static string OtherCase(string name) => name.Any(char.IsUpper) ? name.ToLowerInvariant() : name.ToUpperInvariant();

    private static EntryPlace? Middle(Specimen whole) => whole.HasPlaces && whole.Scan.Entries is { Count: > 0 } entries ? entries[entries.Count / 2] : null;

    private static IEnumerable<Element> Children(Specimen whole) =>
        !whole.HasPlaces ? [] : whole.Scan.Entries.Skip(whole.Scan.Entries.Count / 2).SelectMany(entry => entry.Children);

    private static IEnumerable<Element> Closed(Specimen whole) => Children(whole).Where(child => child.HasEndTag);

    // Rather than a group of other elements.
    private static bool IsText(Specimen whole, Element element) =>
        (Texts.Contains(element.LocalName) && element.Open.Name != "media:content") || !whole.Text.AsSpan(element.ContentStart, element.ContentEnd - element.ContentStart).Contains("</", StringComparison.Ordinal);

    private static IEnumerable<T> Third<T>(IEnumerable<T> all) => all.Where((_, index) => index % 3 == 1);

    private static Damaged? Edit(Specimen whole, IEnumerable<Change> changes, Loss loss = Loss.Nothing, Func<string, string>? mend = null)
    {
        var text = new StringBuilder();
        int at = 0, first = -1;
        foreach (var change in changes)
        {
            first = first < 0 ? change.At : first;
            text.Append(whole.Text, at, change.At - at).Append(change.Text);
            at = change.At + change.Length;
        }

        text.Append(whole.Text, at, whole.Text.Length - at);
        return first < 0 ? null : new(whole.Bytes(text.ToString()), first, loss, mend);
    }

    [GeneratedRegex("""\s+xmlns:[\w.-]+\s*=\s*("[^"]*"|'[^']*')""", RegexOptions.CultureInvariant)]
    private static partial Regex Declarations();

    [GeneratedRegex("""<\?xml\s.*?\?>""", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Declaration();

    [GeneratedRegex("""\s([\w:.-]+)\s*=\s*("[^"]*"|'[^']*')""", RegexOptions.CultureInvariant)]
    private static partial Regex Attribute();

    [GeneratedRegex(@"[^\s&;<>] [^\s&;<>]", RegexOptions.CultureInvariant)]
    private static partial Regex BetweenWords();

    [GeneratedRegex(""","IsHtml":(true|false),"BaseUrl":(null|"[^"]*")""", RegexOptions.CultureInvariant)]
    private static partial Regex LooksAndBase();
}
