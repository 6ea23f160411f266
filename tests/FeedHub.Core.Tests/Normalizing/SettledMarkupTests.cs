using System.Text;

namespace FeedHub.Normalizing;

/// <summary>Markup that is known to be safe without a parser: the sanitizer itself would return the same (BAD-30 to BAD-47).</summary>
public sealed class SettledMarkupTests
{
    // Those that make a tree are met most often, then whatever passes at all, and what does not.
    private static readonly string[] _names =
    [
        "p", "a", "b", "em", "code", "span", "q", "div", "blockquote", "section", "details", "summary", "pre", "h2", "h3", "ul", "ol", "li", "dl", "dt", "dd",
        "br", "hr", "img", "wbr", .. SafeMarkup.Sanitizer.AllowedTags.Order(StringComparer.Ordinal), "script", "form", "P", "x-y",
    ];

    private static readonly string[] _attributes =
    [
        " title=\"one &amp; two\"", " title=\"&quot;\"", " title=\"a<b\"", " lang=\"de\"", " class=\"x\"", " onclick=\"x\"", " title=bare", " open", " open=\"\"",
        " href=\"https://one.example/?a=1&amp;b=2\" rel=\"noopener noreferrer nofollow ugc\"", " href=\"https://one.example/\"", " href=\"javascript:x\"",
        " href=\"HTTPS://one.example\" rel=\"noopener noreferrer nofollow ugc\"", " rel=\"noopener noreferrer nofollow ugc\"", " rel=\"me\"",
        " src=\"https://one.example/a.png\"", " src=\"/a.png\"", " src=\"https://pixel.wp.com/b.gif\"", " src=\"https://one.example/ä.png\"",
        " width=\"1\" height=\"1\"", " width=\"600\"", " alt=\"src=x\"", " title=\"&amp;{x}\"", " cite=\"https://one.example/c\"", " TITLE=\"x\"",
        " cite=\"https://one.example/?a=&quot;b\"", " href=\"https://one.example/?a=&quot;b\" rel=\"noopener noreferrer nofollow ugc\"", " srcset=\"https://one.example/2.png 2x\"", " title=\"x\" title=\"y\"", "  lang=\"de\"", " title='x'", " value=\"a\nb\"",
    ];

    private static readonly string[] _texts =
        ["word", " ", "\n", "&amp;", "&lt;", "&gt;", "&nbsp;", "&quot;", "&amp;nbsp;", "&", ">", "\u00A0", "\r\n", "ä€", "&#39;", "<", "<!-- -->", "😀"];

    [Theory]
    [InlineData("<p>One <em>and</em> two.</p><p>Three &amp; four&nbsp;five.</p>")]
    [InlineData("Words <a href=\"https://one.example/?a=1&amp;b=2\" rel=\"noopener noreferrer nofollow ugc\">of a link</a>")]
    [InlineData("<div><b><p>In bold.</p></b><ul><li>one<ol><li>two</li></ol></li></ul><dl><dt>a</dt><dd>b</dd></dl></div>")]
    [InlineData("<img src=\"https://one.example/a.png\" alt=\"A &quot;cat&quot;\" width=\"600\"><br><hr>")]
    [InlineData("<img alt=\"\" src=\"https://one.example/a.png\"><h2 lang=\"de\">Titel</h2><pre>a\n b</pre>")]
    public void What_the_sanitizer_made_is_known(string html) => Assert.True(Known(html));

    [Theory]
    [InlineData("<p>One<p>Two</p></p>")] // the second closes the first
    [InlineData("<p><div>x</div></p>")]
    [InlineData("<p>One")]
    [InlineData("<b>One</i>")]
    [InlineData("<a>x<a>y</a></a>")]
    [InlineData("<h1>x<h2>y</h2></h1>")]
    [InlineData("<li>x</li><li><li>y</li></li>")]
    [InlineData("<pre>\nx</pre>")] // the parser drops it
    [InlineData("<table><tr><td>x</td></tr></table>")]
    [InlineData("<script>x</script>")]
    [InlineData("<P>x</P>")]
    [InlineData("<p >x</p>")]
    [InlineData("<br/>")]
    [InlineData("<br></br>")]
    [InlineData("<p onclick=\"x\">y</p>")]
    [InlineData("<p title=\"a\" title=\"b\">y</p>")]
    [InlineData("<p title=\"<b>\">y</p>")]
    [InlineData("<p title=\"&amp;{x}\">y</p>")]
    [InlineData("<a href=\"https://one.example/\">without relations</a>")]
    [InlineData("<a rel=\"noopener noreferrer nofollow ugc\">x</a>")]
    [InlineData("<a href=\"javascript:x\" rel=\"noopener noreferrer nofollow ugc\">x</a>")]
    [InlineData("<a href=\"/relative\" rel=\"noopener noreferrer nofollow ugc\">x</a>")]
    [InlineData("<a href=\"https://one.example/ä\" rel=\"noopener noreferrer nofollow ugc\">x</a>")]
    [InlineData("<a href=\"https://one.example/?a=&quot;b\" rel=\"noopener noreferrer nofollow ugc\">x</a>")] // %22 in an address
    [InlineData("<img alt=\"no source\">")]
    [InlineData("<img src=\"https://stats.wordpress.com/b.gif\">")]
    [InlineData("<img src=\"https://one.example/b.gif\" width=\"1\" height=\"1\">")]
    [InlineData("<img src=\"https://one.example/b.gif\" alt=\"src=x\">")]
    [InlineData("a > b")]
    [InlineData("a & b")]
    [InlineData("a\u00A0b<br>")]
    [InlineData(" x<br>")]
    [InlineData("x<br> ")]
    [InlineData("")]
    public void What_it_would_change_or_might_is_not_known(string html) => Assert.False(Known(html));

    [Theory]
    [InlineData("x<br>", 5_000, true)]
    [InlineData("x<br>", 5_001, false)] // half of what the parser takes
    [InlineData("<p>xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx</p>", 1_740, true)]
    [InlineData("<p>xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx</p>", 1_760, false)] // longer than a third of what may be published
    public void Only_what_no_bound_touches_is_known(string unit, int count, bool isKnown) =>
        Assert.Equal(isKnown, Known(string.Concat(Enumerable.Repeat(unit, count))));

    [Theory]
    [InlineData(32, true)]
    [InlineData(33, false)]
    public void Nesting_has_an_end(int depth, bool isKnown) =>
        Assert.Equal(isKnown, Known(string.Concat(Enumerable.Repeat("<div>", depth)) + "x" + string.Concat(Enumerable.Repeat("</div>", depth))));

    /// <summary>What is known of an element holds for the sanitizer wherever the element stands.</summary>
    [Fact]
    public void Each_element_is_known_only_where_the_sanitizer_leaves_it()
    {
        var known = 0;
        foreach (var name in SafeMarkup.Sanitizer.AllowedTags)
        {
            string[] one = [$"<{name}>", $"<{name}>x", $"<{name}>x</{name}>", $"<{name}>\nx</{name}>", $"<{name}><{name}>x</{name}></{name}>", $"<{name}><p>x</p></{name}>"];
            string[] all = [.. one, .. one.SelectMany(html => _names.Take(22), (html, outer) => $"<{outer}>{html}</{outer}>"), .. one.Select(html => $"<p><b>{html}</b></p>")];
            foreach (var html in all.Where(Known))
            {
                known++;
                Assert.Equal(html, SafeMarkup.Sanitizer.Sanitize(html, ""));
            }
        }

        Assert.InRange(known, 1_000, 100_000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void What_is_known_the_sanitizer_returns_as_it_is(int seed)
    {
        var random = new Random(seed);
        var known = 0;
        for (var number = 0; number < 20_000; number++)
        {
            var html = Markup(random);
            if (!Known(html))
            {
                continue;
            }

            known++;
            Assert.Equal(html, SafeMarkup.Sanitizer.Sanitize(html, ""));
        }

        Assert.InRange(known, 1_000, 19_000);
    }

    private static bool Known(string html) => SettledMarkup.Is(html);

    /// <summary>Mostly well nested, so that much of it is known, with a mistake here and there.</summary>
    private static string Markup(Random random)
    {
        var text = new StringBuilder();
        var open = new Stack<string>();
        for (var part = random.Next(2, 14); part > 0; part--)
        {
            switch (random.Next(8))
            {
                case < 3:
                    text.Append(_texts[random.Next(random.Next(4) > 0 ? 6 : _texts.Length)]);
                    break;
                case < 6:
                    var name = _names[random.Next(random.Next(8) > 0 ? 25 : _names.Length)];
                    text.Append('<').Append(name);
                    for (var count = random.Next(4); count > 1; count--)
                    {
                        text.Append(_attributes[random.Next(_attributes.Length)]);
                    }

                    text.Append('>');
                    if (name is not ("br" or "hr" or "img" or "wbr"))
                    {
                        open.Push(name);
                    }

                    break;
                default:
                    if (open.TryPop(out var last))
                    {
                        text.Append("</").Append(last).Append('>');
                    }

                    break;
            }
        }

        while (random.Next(20) > 0 && open.TryPop(out var last))
        {
            text.Append("</").Append(last).Append('>');
        }

        return text.ToString();
    }
}
