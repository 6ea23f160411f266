namespace FeedHub.Normalizing;

/// <summary>Texts that are made to cost much (BAD-43, HARD-9).</summary>
public sealed class SafeHtmlBoundsTests
{
    [Theory]
    [InlineData("<b>", 100_000)]
    [InlineData("<div>", 5_000)]
    [InlineData("<", 1_500_000)]
    [InlineData("<a", 750_000)]
    [InlineData("<!--", 300_000)]
    [InlineData("<x-y>", 100_000)]
    [InlineData("<svg>", 100_000)]
    [InlineData("<math><mi>", 50_000)]
    [InlineData("<table>a", 50_000)]
    [InlineData("<template>", 50_000)]
    [InlineData("<ul><li>", 2_000)]
    [InlineData("<a><b><div>", 1_000)]
    [InlineData("<div><select></div></select>", 2_000)]
    public void BAD_43_Hostile_nesting_ends_soon_on_a_small_stack(string unit, int count)
    {
        var html = string.Concat(Enumerable.Repeat(unit, count)) + "The end &amp; more";
        string? safe = null, plain = null;
        var worker = new Thread(
            () => (safe, plain) = (SafeHtml.Sanitize(html, null), SafeHtml.PlainText(html)), maxStackSize: 512 * 1024);
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();

        worker.Start();
        worker.Join();

        Assert.True(clock.GetElapsedTime(start) < TimeSpan.FromSeconds(20), "quadratic time");
        Assert.NotNull(plain);
        Assert.Equal(safe, safe is null ? null : SafeHtmlTests.Again(safe));
    }

    [Fact]
    public void BAD_43_Words_within_hostile_nesting_are_kept() =>
        Assert.Equal("The end &amp; more", SafeHtml.Sanitize(string.Concat(Enumerable.Repeat("<b>", 100_000)) + "The end &amp; more", null));

    [Fact]
    public void BAD_43_A_book_keeps_its_beginning_with_all_markup()
    {
        var html = string.Concat(Enumerable.Range(0, 12_000).Select(number => $"<p class=\"paragraph\">Paragraph number <b>{number}</b></p>"));

        var safe = SafeHtml.Sanitize(html, null)!;

        Assert.StartsWith("<p>Paragraph number <b>0</b></p><p>", safe, StringComparison.Ordinal);
        Assert.EndsWith("[…]", safe, StringComparison.Ordinal);
        Assert.InRange(safe.Length, 100_000, SafeHtml.MaxBytes);
    }

    [Fact]
    public void BAD_43_Unclosed_formatting_does_not_multiply()
    {
        var html = string.Concat(Enumerable.Range(0, 1_000).Select(number => $"<b title={number}>"))
            + string.Concat(Enumerable.Repeat("</p><p>x", 1_000));
        Assert.NotNull(SafeHtml.Sanitize(html, null));
    }

    [Fact]
    public void BAD_43_A_tag_of_a_hundred_thousand_attributes_is_read()
    {
        var html = "<p " + string.Concat(Enumerable.Range(0, 100_000).Select(number => $"a{number} ")) + ">x";
        Assert.Equal("<p>x</p>", SafeHtml.Sanitize(html, null));
    }

    [Fact]
    public void Many_threads_get_what_one_gets()
    {
        const string html = "<p onclick=x>Text <a href='/a'>link</a><script>y</script><svg></svg></p>";
        var alone = SafeHtml.Sanitize(html, new Uri("https://example.org/"));

        var together = new string?[400];
        Parallel.For(0, together.Length, index => together[index] = SafeHtml.Sanitize(html, new Uri("https://example.org/")));

        Assert.All(together, safe => Assert.Equal(alone, safe));
    }

    [Fact]
    public void No_mix_of_pieces_of_markup_throws_or_changes_when_sanitized_again()
    {
        string[] pieces =
        [
            "<p>", "</p>", "<b>", "</b>", "<a href=x>", "</a>", "<table>", "<tr>", "<td>", "</table>", "<svg>", "</svg>", "<math>", "<mi>",
            "<style>", "</style>", "<script>", "</script>", "<!--", "-->", "<![CDATA[", "]]>", "<select>", "<option>", "<template>",
            "</template>", "<noscript>", "</noscript>", "<title>", "</title>", "<textarea>", "</textarea>", "<x>", "</x>", "<object>",
            "</object>", "<button>", "</button>", "<h1>", "</h1>", "<li>", "<ul>", "</ul>", "<dd>", "<pre>\n", "</pre>", "<img src=y>", "<br>",
            "<form>", "</form>", "<frameset>", "<body>", "</body>", "<html>", "<plaintext>", "<ruby>", "<rt>", "<nobr>", "<font>", "text",
            "&lt;", "&amp;lt;", "&", "<", ">", "\"", "'", "\0", "\uD800", "&#x1;", "\n", "<image src=z>", "<isindex>", "<mglyph>", "<desc>",
        ];
        var seed = 1u;
        for (var round = 0; round < 300; round++)
        {
            var html = "";
            for (var length = 0; length < 12; length++)
            {
                seed = (seed * 1_664_525) + 1_013_904_223;
                html += pieces[(int)((seed >> 8) % (uint)pieces.Length)];
            }

            var safe = SafeHtml.Sanitize(html, null);
            Assert.True(safe is null || SafeHtmlTests.Again(safe) == safe, html);
            Assert.DoesNotContain("<script", safe ?? "", StringComparison.OrdinalIgnoreCase);
            SafeHtml.PlainText(html);
        }
    }
}
