namespace FeedHub.Fetching;

/// <summary>Which addresses are visited at all, and which redirects are followed (RFC 9110, 15.4).</summary>
internal static class RedirectRule
{
    public const int MaxHopCount = 5;

    // Services that speak something else, or HTTP with side effects: no feed lives there, so no feed may lead there.
    private static readonly HashSet<int> ServicePorts =
    [
        1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110, 111, 113, 115,
        117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 445, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563,
        587, 601, 636, 873, 989, 990, 993, 995,
        1080, 1433, 1521, 1719, 1720, 1723, 2049, 2181, 2375, 2376, 2379, 2380, 3128, 3306, 3389, 3659, 4045, 4190, 4369, 5060, 5061,
        5432, 5672, 5900, 5984, 6000, 6379, 6443, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 8086, 8200, 8300, 8301, 8500, 9042,
        9092, 9200, 9300, 10080, 10250, 10255, 11211, 27017, 27018,
    ];

    /// <summary>Statuses that name another address for the same document.</summary>
    public static bool IsRedirect(int status) => status is 301 or 302 or 303 or 307 or 308;

    /// <summary>Statuses that say that the other address is the right one from now on (RFC 9110, 15.4.2 and 15.4.9).</summary>
    public static bool IsPermanent(int status) => status is 301 or 308;

    /// <summary>Whether a port is that of a service which must never be spoken to, whatever a list or a redirect says (BAD-12).</summary>
    public static bool IsServicePort(int port) => ServicePorts.Contains(port);

    /// <summary>Whether a feed may be visited at its own address. The operator chose its port, and that is a permission.</summary>
    public static bool MayStart(Uri url) => IsWeb(url) && !ServicePorts.Contains(url.Port);

    /// <summary>Where a redirect leads, without a fragment; null: it is not followed.</summary>
    /// <param name="from">The address that answered.</param>
    /// <param name="location">Its Location as sent; null: none.</param>
    /// <param name="feed">Whose visit it is: the port of its own origin stays permitted.</param>
    public static Uri? Follow(Uri from, string? location, FeedSource feed)
    {
        if (string.IsNullOrEmpty(location)
            || location.Any(character => char.IsControl(character) || character == '\\')
            || !Uri.TryCreate(from, location, out var to)
            || !IsWeb(to)
            || (from.Scheme == Uri.UriSchemeHttps && to.Scheme == Uri.UriSchemeHttp))
        {
            return null;
        }

        return IsOpenPort(to.Port) || FeedSource.OriginOf(to) == feed.Origin ? WithoutFragment(to) : null;
    }

    /// <summary>The address as it is requested.</summary>
    public static Uri WithoutFragment(Uri url) => url.Fragment.Length == 0 ? url : new Uri(url.GetLeftPart(UriPartial.Query));

    private static bool IsWeb(Uri url) =>
        url.IsAbsoluteUri
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        && url.UserInfo.Length == 0
        && HasName(url);

    // A Uri accepts names that IDNA forbids, and throws only where they are used.
    private static bool HasName(Uri url)
    {
        try
        {
            return url.IdnHost.Length > 0;
        }
        catch (UriFormatException)
        {
            return false;
        }
    }

    private static bool IsOpenPort(int port) => port is 80 or 443 || (port >= 1024 && !ServicePorts.Contains(port));
}
