using System.Globalization;
using System.Text;

namespace FeedHub.Pipelines;

/// <summary>A blog that a test writes: each post has a text of its own, and the feed shows the newest ones.</summary>
internal sealed class SmallBlog(string name, int shown = 50)
{
    private readonly List<string> _posts = [];

    public string Path => "/" + name;

    /// <summary>The link of a post.</summary>
    public string LinkOf(int number) => string.Create(CultureInfo.InvariantCulture, $"https://{name}.example/{number}");

    public int Count => _posts.Count;

    /// <summary>Writes a post, and serves the feed with it.</summary>
    public void Post(OriginServer origin, string? text = null)
    {
        var number = _posts.Count + 1;
        _posts.Add(
            $"<item><guid isPermaLink='false'>{name}-{number}</guid><link>{LinkOf(number)}</link><title>{name} post {number} {Word(number)}</title>"
            + $"<description>{text ?? $"What {name} says of {Word(number)} and {Word(number * 31)}"}</description></item>");
        Serve(origin);
    }

    public void Serve(OriginServer origin) => origin.Serve(
        Path,
        OriginDocument.Of(new StringBuilder($"<rss version='2.0'><channel><title>The {name}</title><link>https://{name}.example/</link><language>en</language>")
            .AppendJoin("", Enumerable.Reverse(_posts).Take(shown)).Append("</channel></rss>").ToString()));

    // No two posts are alike, so that each is a story of its own.
    private string Word(int number) => string.Concat((name + number.ToString(CultureInfo.InvariantCulture)).Select(letter => (char)('a' + ((letter * 7 + number) % 26)))) + "ium";
}
