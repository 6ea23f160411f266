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

    [Fact]
    public void BAD_46_References_are_decoded_once() =>
        Assert.Equal("&lt;b> <script>", PlainText.FromHtml("&amp;lt;b&gt; &lt;script&gt;"));

    [Fact]
    public void BAD_43_Text_that_cannot_be_parsed_within_bounds_keeps_its_words() =>
        Assert.Equal("Word & word", PlainText.FromHtml(string.Concat(Enumerable.Repeat("<b>", 100_000)) + "Word &amp; word"));
}
