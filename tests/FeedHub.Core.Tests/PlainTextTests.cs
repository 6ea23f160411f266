namespace FeedHub;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("Plain", "Plain")]
    [InlineData("  a \n\t b\u00A0 ", "a b")]
    [InlineData("<b>Bold</b> and <i>it</i>alic", "Bold and italic")]
    [InlineData("<p>One</p><p>Two</p>", "One Two")]
    [InlineData("<ul><li>One<li>Two</ul>three", "One Two three")]
    [InlineData("One<br>Two", "One Two")]
    [InlineData("AT&amp;T", "AT&T")]
    [InlineData("AT&T and a < b", "AT&T and a < b")]
    [InlineData("<!-- comment -->Text<!-- unclosed", "Text")]
    [InlineData("&#1;&#xD800;a", "\uFFFDa")]
    [InlineData("", "")]
    public void Markup_becomes_text(string html, string expected) => Assert.Equal(expected, PlainText.FromHtml(html));

    [Theory]
    [InlineData("<script>alert(1)</script>Title", "Title")]
    [InlineData("<SCRIPT/x>alert(1)</SCRIPT >Title", "Title")]
    [InlineData("<style>p{}</style><svg><title>x</title></svg><math><mi>y</mi></math>Title", "Title")]
    [InlineData("<x:script xmlns:x='http://www.w3.org/1999/xhtml'>text</x:script>", "text")]
    public void BAD_30_Scripts_leave_no_text(string html, string expected) => Assert.Equal(expected, PlainText.FromHtml(html));

    [Theory]
    [InlineData("  a \n\t b\u00A0&nbsp;c ")]
    [InlineData("<p>One <b>b</b>old<br>and <a href=\"https://x.example/?a=1&amp;b='>'\" title=\"a > b &lt; &quot;c&quot;\">link</a></p><p>Two</p>tail")]
    [InlineData("<ul><li>One<li>Two</ul>three<img src=\"https://x.example/1.png\" alt=\"not > read\">four<hr>five")]
    [InlineData("a < b &amp;&amp; b &gt; c &amp;lt;i&amp;gt; &#8212; &eacute; &notanentity; & <wbr>x")]
    [InlineData("<pre>\n\n  code &lt;html&gt;</pre><blockquote>said<cite>who</cite></blockquote><table><tr><td>1<td>2</table>")]
    [InlineData("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>字 <script>no</script><style>no</style><p data-x='\"'>yes")]
    [InlineData("")]
    public void The_text_of_safe_markup_is_found_without_a_parser_as_with_one(string html)
    {
        var safe = Normalizing.SafeHtml.Sanitize(html, new Uri("https://x.example/")) ?? "";

        Assert.Equal(PlainText.FromHtml(safe), PlainText.FromSafe(safe));
    }

    [Theory]
    [InlineData("<p>One two</p><p>three <a href=\"https://x.ex", "One two three")]
    [InlineData("<p>One two</p><a title=\"a > b\"", "One two")]
    [InlineData("<p>One</p><", "One")]
    [InlineData("<p>One</p></", "One")]
    public void Of_safe_markup_that_was_cut_off_the_last_tag_is_left_out(string html, string expected) => Assert.Equal(expected, PlainText.FromSafe(html));

    [Fact]
    public void BAD_46_References_are_decoded_once() =>
        Assert.Equal("&lt;b> <script>", PlainText.FromHtml("&amp;lt;b&gt; &lt;script&gt;"));

    [Fact]
    public void BAD_43_Text_that_cannot_be_parsed_within_bounds_keeps_its_words() =>
        Assert.Equal("Word & word", PlainText.FromHtml(string.Concat(Enumerable.Repeat("<b>", 100_000)) + "Word &amp; word"));
}
