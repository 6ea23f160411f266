using System.Text.RegularExpressions;

namespace FeedHub.Demo;

/// <summary>
/// Where the blogs are: each on a port of its own, so that FeedHub sees as many origins as blogs and a slow one delays no other.
/// </summary>
internal sealed partial class DemoAddresses(IReadOnlyDictionary<string, Uri> roots)
{
    public Uri Feed(string slug) => new(roots[slug], $"/{slug}/feed");

    public Uri Page(string slug) => new(roots[slug], $"/{slug}/");

    public Uri Post(string slug, string post) => new(roots[slug], $"/{slug}/{post}");

    public Uri Audio(string slug, string post) => new(roots[slug], $"/{slug}/{post}.wav");

    /// <summary>The post that <c>blog/post</c> names.</summary>
    public Uri Post(string reference)
    {
        var (blog, post) = DemoBlogs.Get(reference);
        return Post(blog.Slug, post.Slug);
    }

    /// <summary>The HTML with <c>@blog/post</c> replaced by that post's address.</summary>
    public string Resolve(string html) => Reference().Replace(html, match => $"href='{Post(match.Groups[1].Value)}'");

    [GeneratedRegex("href='@([a-z0-9-]+/[a-z0-9-]+)'", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
