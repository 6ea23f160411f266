namespace FeedHub.Fuzzing;

/// <summary>What a reader of feeds acts on, and what has broken others.</summary>
internal static class Words
{
    public static readonly byte[] Bytes = [0, 9, 10, 13, 0x1B, (byte)'<', (byte)'>', (byte)'&', (byte)'"', 0x7F, 0x80, 0x85, 0xA0, 0xC0, 0xC3, 0xED, 0xEF, 0xF4, 0xFE, 0xFF];

    public static readonly string[] Quotes = ["\"", "'", "", "\""];

    public static readonly string[] Nests =
    [
        "<a>", "<div>", "<item>", "<entry>", "<channel>", "<source>", "<media:group>", "<title>", "<content type=\"xhtml\">", "<x:y xmlns:x=\"urn:x\">",
        "<![CDATA[", "<!--", "]]>", "-->", "</a>", "</item>", "&amp;", "&lt;", "&#", "&lt;b&gt;", "<!DOCTYPE a [", "<?x ", "[", "{\"a\":", "\"", "<b xml:base=\"a/\">",
    ];

    public static readonly string[] Values =
    [
        "", " ", "xhtml", "html", "text", "text/html", "application/xml", "image/png", "multipart/alternative", "base64", "escaped", "false", "true",
        "alternate", "enclosure", "self", "replies", "via", "license", "http://www.iana.org/assignments/relation/alternate",
        "http://a.example/", "https://a.example/1?a=1&b=2#c", "//a.example/x", "/x/../y", "?q", "#f", "javascript:alert(1)", "data:text/html,x",
        "feed://a.example/f", "feed:https://a.example/f", "mailto:a@a.example", "tag:a.example,2026:1", "urn:uuid:0", "http://[::1", "http://a b/", "http://\u00e4.example/",
        "http://a.example:99999/", "http://u:p@a.example/", "file:///etc/passwd", "0.91", "2.0", "0.3", "de-DE", "x", "en_US;q=1",
        "http://www.w3.org/2005/Atom", "http://purl.org/rss/1.0/", "http://purl.org/atom/ns#", "http://www.w3.org/1999/xhtml", "http://purl.org/dc/elements/1.1/",
        "http://search.yahoo.com/mrss/", "http://www.itunes.com/dtds/podcast-1.0.dtd", "http://my.netscape.com/rdf/simple/0.9/",
    ];

    public static readonly string[] Encodings =
    [
        "utf-8", "UTF-16", "utf-16le", "utf-32", "iso-8859-1", "iso-8859-15", "windows-1252", "windows-1251", "koi8-r", "shift_jis", "euc-jp", "iso-2022-jp",
        "gb2312", "gb18030", "big5", "euc-kr", "ibm866", "tis-620", "macintosh", "us-ascii", "utf-7", "x-user-defined", "nonsense", "", "utf8", "ebcdic-cp-us",
    ];

    public static readonly string[] Json =
    [
        "null", "true", "false", "[]", "{}", "\"\"", "\"a\"", "0", "-1", "1e400", "12345678901234567890", "[[[[[[]]]]]]", "{\"a\":{\"b\":[1]}}", "\"\\ud800\"",
        "\"\\ud83d\\ude00\"", "\"\\u0000\"", "\"<b>x</b>\"", "\"https://a.example/\"", "\"javascript:alert(1)\"", "\"2026-11-24T00:00:00Z\"", "[\"a\",1,null]",
        "[{\"name\":\"Ann\"},{\"url\":1}]", "{\"name\":\"Ann\",\"url\":\"https://a.example/\"}", "[{\"url\":\"https://a.example/a.mp3\",\"mime_type\":1}]",
        "[{\"id\":\"1\"},{\"id\":1},{\"id\":null},{}]", "\"\\uFFFE\"", "truefalse", "'a'", "NaN",
    ];

    private static readonly string[] Tags =
    [
        "<item>", "</item>", "<entry>", "</entry>", "<channel>", "</channel>", "</rss>", "</feed>", "<rss version=\"2.0\">", "<feed xmlns=\"http://www.w3.org/2005/Atom\">",
        "<title>", "</title>", "<TITLE>", "<title/>", "<link>", "</link>", "<link href=\"/1\"/>", "<link rel=enclosure href=a.mp3>", "<guid>", "</guid>",
        "<guid isPermaLink=\"true\">", "<id>", "</id>", "<description>", "</description>", "<content type=\"xhtml\"><div>", "</div></content>", "<content src=\"/c\"/>",
        "<content:encoded>", "</content:encoded>", "<summary>", "</summary>", "<pubDate>", "</pubDate>", "<updated>", "</updated>", "<dc:date>", "</dc:date>",
        "<dc:creator>", "</dc:creator>", "<author>", "</author>", "<author><name>", "</name></author>", "<category>", "<category term=\"a\" scheme=\"b\" label=\"c\"/>",
        "<enclosure url=\"/a.mp3\" length=\"1\" type=\"audio/mpeg\"/>", "<source url=\"/s\">", "<source>", "</source>", "<image>", "</image>", "<url>", "<ttl>",
        "<skipHours>", "<hour>", "<skipDays>", "<day>", "<media:group>", "</media:group>", "<media:content url=\"/m\"/>", "<media:thumbnail url=\"/t\"/>", "<itunes:image href=\"/i\"/>",
        "<itunes:owner>", "<itunes:author>", "<itunes:block>yes</itunes:block>", "<slash:comments>", "<thr:total>", "<wfw:commentRss>", "<feedburner:origLink>", "<sy:updatePeriod>daily</sy:updatePeriod>",
        "<sy:updateFrequency>0</sy:updateFrequency>", "<cc:license rdf:resource=\"/l\"/>", "<app:control><app:draft>yes", "<xhtml:body>", "<content:items>", "<rdf:li>", "<rdf:RDF>", "<items>",
        "<br>", "<br/>", "<p>", "</p>", "<img src=x>", "<script>", "</script>", "<svg><title>", "<b>", "<a href=\"", "<!--", "-->", "<![CDATA[", "]]>", "<?xml version=\"1.0\"?>",
        "<?php", "?>", "<!DOCTYPE rss [<!ENTITY e \"v\">]>", "<!DOCTYPE html>", "<!ENTITY", "<!", "<", ">", "</", "/>", "<a b=", "<:", "<a:>", "<xml:a>", "<div xml:base=\"/b/\" xml:lang=\"de\">",
        " xmlns=\"\"", " xmlns:dc=\"urn:x\"", " xml:base=\"//\"", " xml:lang=\"\"", "<opml>", "<html>", "<head>", "<body>", "<textInput>", "<logo href=\"/l\"/>", "<abstract>",
    ];

    private static readonly string[] Texts =
    [
        "&nbsp;", "&foo;", "&e;", "&", "&#0;", "&#xD83D;", "&#xDE00;", "&#xD83D;&#xDE00;", "&#55357;&#56832;", "&#128;", "&#xFFFFFFFFFF;", "&#x110000;", "&#38;", "&amp;lt;", "&lt;b&gt;", "&lt;script&gt;alert(1)&lt;/script&gt;",
        "&lt;a href=\"javascript:alert(1)\" onclick=x&gt;", "&lt;img src=/i srcset=\"a 1x, b 2x\"&gt;", "&lt;svg&gt;&lt;style&gt;&lt;!--&lt;/style&gt;", "&lt;math&gt;&lt;mtext&gt;&lt;table&gt;&lt;mglyph&gt;",
        "&lt;template&gt;", "&lt;noscript&gt;", "&lt;iframe srcdoc=x&gt;", "&lt;p style=\"color:red;position:fixed\"&gt;", "&lt;form action=x&gt;&lt;input&gt;", "&lt;object&gt;&lt;embed&gt;",
        "\u0000", "\u0001", "\u000B", "\u007F", "\u0085", "\u00A0", "\u200B", "\u202E", "\uFEFF", "\uFFFD", "\uFFFE", "\uFFFF", "\U0001F600", "\U0010FFFF", "\u0301", "\u0130", "\u00DF", "\u0666",
        "\u00C3\u00BC", "\u00E2\u20AC\u2122", "\r", "\n", "\r\n", "\t", " ", "Thu, 01 Jan 2004 00:00:00 GMT", "2004-01-01T00:00:00Z", "2004-W01-1", "2004-366", "24:00", "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:60+14:00", "Thu, 32 Foo 99999 99:99 ZZZ", "1/2/3", "2004-02-30", "31.12.1969", "Do, 1. M\u00E4rz 2004", "2004\u5E741\u67081\u65E5 \uC624\uD6C4 3:00", "-62135596800",
        "ann@a.example (Ann)", "Ann <ann@a.example>", "<ann@a.example>", "((((", "))))", "\"Ann\" & Bob <a@b> (c)", "yes", "no", "AAAA", "PGI+eDwvYj4=", "====", "a, b, c", "\u2028", "{{x}}", "%s%n",
    ];

    private static readonly string[] Members =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "\"items\":[", "\"id\":", "\"id\":1,", "\"url\":\"/\",", "\"external_url\":", "\"content_html\":", "\"content_text\":", "\"title\":",
        "\"authors\":[{\"name\":", "\"author\":{", "\"tags\":[", "\"attachments\":[{\"url\":", "\"date_published\":", "\"date_modified\":", "\"image\":", "\"banner_image\":", "\"language\":", "\"version\":",
        "\"home_page_url\":", "\"feed_url\":", "\"hubs\":", "\"expired\":", "\"size_in_bytes\":", "\"mime_type\":", "null", "true", "1e9999", "/*", "//",
    ];

    /// <summary>What costs the most when it is repeated.</summary>
    public static IEnumerable<string> Markup => Nests.Concat(Tags).Distinct();

    public static readonly string[][] ForXml = [Tags, Tags, Texts, Values];

    public static readonly string[][] ForJson = [Members, Json, Texts, Values];
}
