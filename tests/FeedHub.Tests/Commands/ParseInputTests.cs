namespace FeedHub.Commands;

/// <summary>The lines that <c>feedhub parse</c> reads from standard input.</summary>
public sealed class ParseInputTests
{
    [Theory]
    [InlineData("a b.xml")]
    [InlineData("a b.xml\t")]
    [InlineData("a b.xml\t{}")]
    [InlineData("a b.xml\t{\"url\": null, \"headers\": null}")]
    public void A_line_that_knows_nothing_but_the_path_is_a_path(string line)
    {
        var input = ParseInput.Parse(line);

        Assert.Equal(("a b.xml", null, null), (input.Path, input.Context.Url, input.Mistake));
    }

    [Fact]
    public void Address_and_headers_are_known_to_the_reading()
    {
        var input = ParseInput.Parse("a.xml\t{\"url\": \"https://a.example/f\", \"headers\": {\"content-type\": \"text/xml\", \"content-language\": \"de\"}}");

        Assert.Equal(new(new Uri("https://a.example/f"), "text/xml", null, "de"), input.Context);
    }

    [Theory]
    [InlineData("a.xml\t{")]
    [InlineData("a.xml\tnull")]
    [InlineData("a.xml\t[]")]
    public void What_is_no_object_costs_the_line_and_no_other(string line)
    {
        var input = ParseInput.Parse(line);

        Assert.Equal("a.xml", input.Path);
        Assert.NotNull(input.Mistake);
    }
}
