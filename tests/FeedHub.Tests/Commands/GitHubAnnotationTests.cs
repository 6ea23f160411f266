using FeedHub.Configuration;

namespace FeedHub.Commands;

/// <summary>Annotations as GitHub Actions reads them.</summary>
public sealed class GitHubAnnotationTests
{
    [Theory]
    [InlineData("feeds.json", 3, 7, "channels[0].x", "50 % wrong\r\nand more", "::error file=feeds.json,line=3,col=7::channels[0].x: 50 %25 wrong%0D%0Aand more")]
    [InlineData("a,b:c%.json", 1, 0, "", "m: n, o", "::error file=a%2Cb%3Ac%25.json,line=1::m: n, o")]
    [InlineData("feeds.json", 0, 0, "", "feeds.json is missing", "::error file=feeds.json::feeds.json is missing")]
    public void A_mistake_is_one_escaped_line(string file, int line, int column, string path, string message, string expected) =>
        Assert.Equal(expected, GitHubAnnotation.Of(new ListMistake(line, column, path, message), file));
}
