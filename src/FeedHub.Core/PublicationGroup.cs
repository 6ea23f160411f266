namespace FeedHub;

/// <summary>
/// Who publishes: all addresses of one registrable domain have one voice, but each blog of a platform its own. Known without a list of all
/// suffixes: where that errs, two blogs have one voice, and nothing else happens.
/// </summary>
public static class PublicationGroup
{
    /// <summary>Second levels under which countries register names.</summary>
    private static readonly HashSet<string> _secondLevels = new(StringComparer.Ordinal)
    {
        "ac", "co", "com", "edu", "go", "gob", "gov", "gr", "mil", "ne", "net", "nom", "or", "org",
    };

    /// <summary>Platforms on which the name before theirs is a blog.</summary>
    private static readonly HashSet<string> _platforms = new(StringComparer.Ordinal)
    {
        "blogspot.com", "blogspot.co.uk", "blogspot.de", "wordpress.com", "substack.com", "github.io", "gitlab.io", "medium.com", "tumblr.com",
        "typepad.com", "livejournal.com", "ghost.io", "bearblog.dev", "hashnode.dev", "netlify.app", "pages.dev", "vercel.app", "neocities.org",
        "micro.blog", "write.as", "hatenablog.com", "over-blog.com", "blogs.com", "sourceforge.net", "altervista.org", "posterous.com", "wixsite.com",
    };

    /// <summary>Platforms on which the first part of the path is a blog.</summary>
    private static readonly HashSet<string> _shared = new(StringComparer.Ordinal) { "medium.com", "dev.to", "wixsite.com" };

    /// <summary>The publication behind an address, in lower case.</summary>
    public static string Of(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6)
        {
            return address.Authority; // a service of one's own, on whatever port
        }

        var host = address.IdnHost.ToLowerInvariant().TrimEnd('.');
        var labels = host.Split('.');
        if (labels.Length < 2 || labels[^1] == "localhost")
        {
            return address.Authority.ToLowerInvariant();
        }

        var count = labels.Length > 2 && labels[^1].Length == 2 && _secondLevels.Contains(labels[^2]) ? 3 : 2;
        var domain = string.Join('.', labels[^count..]);
        if (_platforms.Contains(domain) && labels.Length > count && labels[^(count + 1)] != "www")
        {
            return string.Join('.', labels[^(count + 1)..]);
        }

        if (host == "sites.google.com" && address.Segments is [_, "view/", var site, ..])
        {
            return $"{host}/view/{site.TrimEnd('/').ToLowerInvariant()}";
        }

        return _shared.Contains(domain) && address.Segments is [_, var blog, ..] ? $"{domain}/{blog.TrimEnd('/').ToLowerInvariant()}" : domain;
    }
}
