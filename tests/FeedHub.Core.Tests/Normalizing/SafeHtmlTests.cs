using System.Text;

namespace FeedHub.Normalizing;

public sealed class SafeHtmlTests
{
    /// <summary>What sanitizing makes of its own result: by the sanitizer itself, since it is mostly known without, and as it is called.</summary>
    internal static string? Again(string safe)
    {
        Assert.Equal(safe, SafeMarkup.Sanitizer.Sanitize(safe, ""));
        return SafeHtml.Sanitize(safe, null);
    }

    private static readonly Uri _base = new("https://example.org/blog/post");

    [Fact]
    public void Usual_markup_stays()
    {
        const string html = """<h2>Title</h2><p>A <em>good</em> <code>word</code>.</p><ul><li>One</li></ul><pre>x  y</pre>"""
            + """<table><thead><tr><th scope="col">A</th></tr></thead><tbody><tr><td colspan="2">b</td></tr></tbody></table>"""
            + """<figure><img src="https://example.org/a.png" alt="A" width="40"><figcaption>See</figcaption></figure>""";
        Assert.Equal(html, SafeHtml.Sanitize(html, _base));
    }

    [Theory]
    [InlineData("<p>a</p><script>alert(1)</script>", "<p>a</p>")]
    [InlineData("<ScRiPt\n>alert(1)</sCrIpT\t>b", "b")]
    [InlineData("<scr<script>ipt>x</script>", "ipt&gt;x")]
    [InlineData("&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("<div xmlns='http://www.w3.org/1999/xhtml'><script>x</script>b</div>", "<div>b</div>")]
    [InlineData("<x:script>b</x:script>", "b")]
    public void BAD_30_Scripts_are_removed(string html, string expected) => Assert.Equal(expected, SafeHtml.Sanitize(html, _base));

    [Theory]
    [InlineData("<img/onerror=alert(1) src=x.png>")]
    [InlineData("<img src=x.png OnErRoR\n=\nalert(1)>")]
    [InlineData("<img src=x.png onerror=alert(1)//")]
    [InlineData("<img src='x.png'onload='alert(1)'>")]
    public void BAD_31_Event_handlers_are_removed(string html) =>
        Assert.DoesNotContain("alert", SafeHtml.Sanitize(html, _base) ?? "", StringComparison.Ordinal);

    [Theory]
    [InlineData("<a href='javascript:alert(1)'>x</a>")]
    [InlineData("<a href='JaVaScRiPt:alert(1)'>x</a>")]
    [InlineData("<a href='java&#9;script:alert(1)'>x</a>")]
    [InlineData("<a href='java&NewLine;script:alert(1)'>x</a>")]
    [InlineData("<a href='java\0script:alert(1)'>x</a>")]
    [InlineData("<a href='&#x01;javascript:alert(1)'>x</a>")]
    [InlineData("<a href='&#106;avascript&colon;alert(1)'>x</a>")]
    [InlineData("<a href=' javascript:alert(1)'>x</a>")]
    [InlineData("<a href='vbscript:msgbox(1)'>x</a>")]
    [InlineData("<a href='data:text/html,<script>alert(1)</script>'>x</a>")]
    [InlineData("<a href='blob:https://example.org/1'>x</a>")]
    [InlineData("<a href='view-source:https://example.org/'>x</a>")]
    [InlineData("<a href='file:///etc/passwd'>x</a>")]
    public void BAD_32_Only_web_and_mail_addresses_are_links(string html) => Assert.Equal("<a>x</a>", SafeHtml.Sanitize(html, _base));

    [Theory]
    [InlineData("<img src='javascript:alert(1)'>")]
    [InlineData("<img src='data:image/svg+xml,<svg/>'>")]
    [InlineData("<img srcset='javascript:alert(1) 1x'>")]
    [InlineData("<form action='javascript:x'><input formaction='javascript:x'></form>")]
    [InlineData("<svg><a xlink:href='javascript:x'>y</a></svg>")]
    [InlineData("<video poster='javascript:x'></video>")]
    public void BAD_32_Addresses_of_other_schemes_leave_nothing(string html) => Assert.Null(SafeHtml.Sanitize(html, _base));

    [Theory]
    [InlineData("<q cite='javascript:x'>a</q>", "<q>a</q>")]
    [InlineData("<p background='javascript:x' longdesc='javascript:x' ping='javascript:x'>a</p>", "<p>a</p>")]
    [InlineData("<img src='https://e.org/a.png' srcset='https://e.org/b.png 2x, javascript:x 3x' longdesc='javascript:x'>",
        "<img src=\"https://e.org/a.png\" srcset=\"https://e.org/b.png 2x\">")]
    public void BAD_32_Attributes_with_other_schemes_are_removed(string html, string expected) =>
        Assert.Equal(expected, SafeHtml.Sanitize(html, _base));

    [Theory]
    [InlineData("https://\u200D.example/")]
    [InlineData("https://xn--0.example/")]
    [InlineData("https://a..b/")]
    [InlineData("https://e.example:99999/")]
    [InlineData("https://[fe80::1%25eth0]/")]
    [InlineData("https://e.example/%zz%ud800")]
    [InlineData("http:")]
    [InlineData("http:///x")]
    [InlineData("mailto:")]
    public void Addresses_that_are_none_throw_nothing(string address)
    {
        var safe = SafeHtml.Sanitize($"<a href='{address}'>x</a><img src='{address}' srcset='{address} 2x'>", _base)!;
        Assert.Equal(safe, Again(safe));
    }

    [Theory]
    [InlineData("<svg><script>alert(1)</script></svg>a")]
    [InlineData("<svg><foreignObject><p>b</p></foreignObject></svg>a")]
    [InlineData("<svg><use href='data:image/svg+xml;base64,x'/></svg>a")]
    [InlineData("<svg><animate onbegin=alert(1) attributeName=x></svg>a")]
    [InlineData("<math><annotation-xml encoding='text/html'><script>x</script></annotation-xml></math>a")]
    [InlineData("<template shadowrootmode=open><script>x</script></template>a")]
    [InlineData("<style>@import 'https://e.org/x.css'; p{position:fixed}</style>a")]
    [InlineData("<iframe srcdoc='<script>x</script>' sandbox allow='*'></iframe>a")]
    [InlineData("<object data=x><embed src=x></object><applet code=x></applet>a")]
    [InlineData("<base href='https://evil.example/'><meta http-equiv=refresh content='0;url=x'><link rel=stylesheet href=x>a")]
    [InlineData("<frameset><frame src=x></frameset><noframes>x</noframes>a")]
    [InlineData("<form><input name=x><button>y</button><select><option>z</select><textarea>t</textarea></form>a")]
    public void BAD_34_to_BAD_39_Active_elements_are_removed_with_their_content(string html) =>
        Assert.Equal("a", SafeHtml.Sanitize(html, _base));

    [Theory]
    [InlineData("<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">")]
    [InlineData("<style><!--</style><img src=x onerror=alert(1)>-->")]
    [InlineData("<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>")]
    [InlineData("<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">")]
    [InlineData("<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">")]
    [InlineData("<p><object><p>x</p></object></p>")]
    [InlineData("<a href=/1>one<table><a href=/2>two</table>")]
    [InlineData("<a href=/1><x><a href=/2>two</x></a>")]
    [InlineData("<b><p>x</b>y</p>z")]
    [InlineData("<table><b>x<tr><td>y</table>")]
    [InlineData("<dt><x><dt><p><x><p>a")]
    [InlineData("<pre>\n\nx</pre>")]
    [InlineData("<h1><x><h2>a</x></h1>")]
    [InlineData("<p>&nbsp;&amp;nbsp;\u2028\r\n<b title='&quot;<>\u00A0'>x</b>")]
    public void BAD_35_Sanitizing_twice_is_sanitizing_once(string html)
    {
        var once = SafeHtml.Sanitize(html, _base);

        Assert.DoesNotContain("onerror=", once?.Replace("\"onerror", "", StringComparison.Ordinal) ?? "", StringComparison.Ordinal);
        Assert.Equal(once, once is null ? null : Again(once));
    }

    [Theory]
    [InlineData("<p style='background:url(javascript:x)' class=a id=b name=c>a</p>")]
    [InlineData("<p style='position:fixed;width:expression(alert(1))'>a</p>")]
    [InlineData("<p contenteditable tabindex=1 accesskey=x data-x=y aria-label=z is=q slot=s>a</p>")]
    public void BAD_37_BAD_42_Styles_and_names_are_removed(string html) => Assert.Equal("<p>a</p>", SafeHtml.Sanitize(html, _base));

    [Theory]
    [InlineData("<a href='../x?a=1&amp;b=2'>x</a>", "https://example.org/x?a=1&amp;b=2")]
    [InlineData("<a href='//cdn.example/x'>x</a>", "https://cdn.example/x")]
    [InlineData("<a href='#note'>x</a>", "https://example.org/blog/post#note")]
    [InlineData("<a href='/admin' target=_top rel=me>x</a>", "https://example.org/admin")]
    [InlineData("<a href='mailto:a@example.org'>x</a>", "mailto:a@example.org")]
    public void OUT_8_BAD_41_Links_are_absolute_and_say_that_they_are_not_ours(string html, string address) =>
        Assert.Equal($"<a href=\"{address}\" rel=\"noopener noreferrer nofollow ugc\">x</a>", SafeHtml.Sanitize(html, _base));

    [Theory]
    [InlineData("<a href='/admin'>x</a>")]
    [InlineData("<a href='//cdn.example/x'>x</a>")]
    [InlineData("<a href='x'>x</a>")]
    [InlineData("<a href='#x'>x</a>")]
    public void BAD_40_Relative_references_without_a_base_are_dropped(string html) => Assert.Equal("<a>x</a>", SafeHtml.Sanitize(html, null));

    [Theory]
    [InlineData("<img src='https://e.org/p.gif' width=1 height=1>")]
    [InlineData("<img src='https://e.org/p.gif' width='0' height='0px'>")]
    [InlineData("<img src='https://pixel.wp.com/b.gif'>")]
    [InlineData("<img src='https://ad.doubleclick.net/b.gif'>")]
    [InlineData("<img alt='no source'>")]
    public void BAD_40_Images_that_only_count_readers_are_removed(string html) => Assert.Null(SafeHtml.Sanitize(html, _base));

    [Fact]
    public void BAD_40_Relative_images_lead_to_the_source_and_never_to_us() =>
        Assert.Equal("<img src=\"https://example.org/admin/x.png\">", SafeHtml.Sanitize("<img src='/admin/x.png'>", _base));

    /// <summary>Validators take the last "src=" of the tag for the address.</summary>
    [Theory]
    [InlineData("<img src='/a.png' alt='set SRC=foo' width='40'>", "<img alt=\"set SRC=foo\" width=\"40\" src=\"https://example.org/a.png\">")]
    [InlineData("<img title='src=' src='/a.png'>", "<img title=\"src=\" src=\"https://example.org/a.png\">")]
    [InlineData("<img src='/?src=a' alt='a'>", "<img src=\"https://example.org/?src=a\" alt=\"a\">")]
    public void An_address_of_an_image_comes_after_text_that_looks_like_one(string html, string expected)
    {
        Assert.Equal(expected, SafeHtml.Sanitize(html, _base));
        Assert.Equal(expected, Again(expected));
    }

    [Theory]
    [InlineData("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>", "<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>")]
    [InlineData("<ruby><span>漢<rp>(</rp><rt>かん</rt><rp>)</rp></span></ruby>", "<ruby><span>漢(かん)</span></ruby>")]
    [InlineData("<ruby><b>漢<rt>x</rt></b></ruby>", "<ruby><b>漢x</b></ruby>")]
    [InlineData("<ruby><x><rt>a</rt></x><b>b<rt>c<i><rt>d</rt></i></rt><rp></rp></b></ruby>", "<ruby><rt>a</rt><b>bc<i>d</i></b></ruby>")]
    [InlineData("<ruby>a<rt>b<ruby>c<rt>d</rt></ruby></rt></ruby>", "<ruby>a<rt>b<ruby>c<rt>d</rt></ruby></rt></ruby>")]
    [InlineData("<p>a<rt>b</rt></p>", "<p>a<rt>b</rt></p>")]
    public void Readings_of_ruby_stand_in_it_directly_or_are_text(string html, string expected)
    {
        Assert.Equal(expected, SafeHtml.Sanitize(html, _base));
        Assert.Equal(expected, Again(expected));
    }

    [Theory]
    [InlineData("<p>a<b>b", "<p>a<b>b</b></p>")]
    [InlineData("<p>a<!-- unclosed", "<p>a</p>")]
    [InlineData("</p></div>a", "<p></p>a")]
    [InlineData("<!DOCTYPE html><html><head><title>t</title></head><body onload=x><p>a</body></html>", "<p>a</p>")]
    public void BAD_43_The_result_is_balanced(string html, string expected) => Assert.Equal(expected, SafeHtml.Sanitize(html, _base));

    [Theory]
    [InlineData("<!-->a")]
    [InlineData("<!--[if IE]><script>x</script><![endif]-->a")]
    [InlineData("<![if !IE]>a<![endif]>")]
    [InlineData("<?php echo 1 ?>a")]
    [InlineData("<!--a--!>a")]
    public void BAD_44_Comments_and_instructions_are_removed(string html) => Assert.Equal("a", SafeHtml.Sanitize(html, _base));

    [Fact]
    public void BAD_44_CDATA_in_HTML_is_a_comment() =>
        Assert.DoesNotContain("<script", SafeHtml.Sanitize("<![CDATA[<script>x</script>]]>a", _base)!, StringComparison.Ordinal);

    [Theory]
    [InlineData("a < b & c", "a &lt; b &amp; c")]
    [InlineData("<b>x</b>", "&lt;b&gt;x&lt;/b&gt;")]
    [InlineData("&amp; {{x}} ${x} %s {0}", "&amp;amp; {{x}} ${x} %s {0}")]
    public void BAD_46_BAD_47_Plain_text_is_shown_literally(string text, string expected)
    {
        Assert.Equal(expected, SafeHtml.FromText(text));
        Assert.Equal(expected, Again(expected));
    }

    [Theory]
    [InlineData("<p>a</p>\u0000<p>b\u0001&#1;&#x0B;\uFFFE</p>")]
    [InlineData("&#xD800;&#xFFFF;&#x1FFFF;a")]
    public void BAD_27_The_result_holds_no_character_that_XML_forbids(string html)
    {
        var safe = SafeHtml.Sanitize(html, null)!;
        Assert.Equal(safe, XmlText.Clean(safe));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n ")]
    [InlineData("<script>x</script>")]
    public void Nothing_left_is_null(string html) => Assert.Null(SafeHtml.Sanitize(html, _base));

    [Theory]
    [InlineData("<p>Grüße aus Köln 😀 &amp; noch mehr: so viel, wie in einem Absatz zu stehen pflegt</p>", 5_000)]
    [InlineData("word ", 200_000)]
    [InlineData("😀", 200_000)]
    [InlineData("&amp;", 100_000)]
    public void BAD_43_A_long_text_is_cut_at_a_safe_point_and_marked(string unit, int count)
    {
        var safe = SafeHtml.Sanitize(string.Concat(Enumerable.Repeat(unit, count)), null)!;

        Assert.InRange(Encoding.UTF8.GetByteCount(safe), 200_000, SafeHtml.MaxBytes);
        Assert.Contains("[…]", safe[^20..], StringComparison.Ordinal);
        Assert.Equal(safe, Again(safe));
        Assert.Equal(safe, XmlText.Clean(safe));
    }
}
