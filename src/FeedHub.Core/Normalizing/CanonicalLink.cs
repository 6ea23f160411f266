using System.Collections.Frozen;

namespace FeedHub.Normalizing;

/// <summary>
/// Addresses made comparable: two that lead to one article become one text. Without scheme (http and https serve the same), default ports,
/// trailing slash, fragment, and the parameters that only say where a reader came from. Parameters that may choose the article
/// (<c>id</c>, <c>p</c>, <c>page</c>, <c>v</c>...) are never dropped, and no order is changed.
/// </summary>
public static class CanonicalLink
{
    private static readonly string[] TrackingPrefixes =
    [
        "utm_", // campaign tags of Google Analytics, understood by most others
        "at_", // the same of AT Internet, as the BBC uses them
        "mtm_", // Matomo's campaign tags
        "pk_", // the same under Piwik, its older name
        "_hs", // HubSpot: _hsenc, _hsmi
    ];

    private static readonly FrozenSet<string> Tracking = FrozenSet.ToFrozenSet(
        [
            "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "igshid", "ttclid", // click ids of ad networks
            "mc_cid", "mc_eid", // Mailchimp
            "mkt_tok", // Marketo
            "vero_id", "wickedid", "oly_anon_id", "oly_enc_id", "rb_clickid", "s_cid", "ml_subscriber", "ml_subscriber_hash",
            "xtor", // AT Internet
            "wt_mc", "wt.mc_id", // Webtrekk, Webtrends
            "ns_mchannel", "ns_source", "ns_campaign", "ns_linkname", "ns_fee", // comScore
            "ref_src", "ref_url", // X's embeds
            "cmpid", "ocid", "ncid", "smid", "smtyp", // newsrooms' campaign ids: CNN, MSN, AOL, The New York Times
            "ftag", "feature_rss", "partner_rss",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The comparable form, without the fragment; null for anything but an absolute http or https address with a host.</summary>
    public static string? From(string? link) => IsWeb(link, out var url) ? From(url) : null;

    /// <summary>The same of an address that <see cref="IsWeb"/> parsed.</summary>
    public static string From(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        var host = url.HostNameType == UriHostNameType.IPv6 ? url.Host : url.IdnHost; // IdnHost has no brackets
        var port = url.Port is 80 or 443 ? "" : $":{url.Port}"; // without a scheme both are default
        var path = url.AbsolutePath.TrimEnd('/');
        return $"{host.ToLowerInvariant()}{port}{path}{WithoutTracking(url.Query)}";
    }

    /// <summary>The fragment with its <c>#</c>; empty: none.</summary>
    public static string FragmentOf(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return url.Fragment.Length > 1 ? url.Fragment : "";
    }

    /// <summary>The address if it is absolute, http or https, and has a host that can be asked for and no user info.</summary>
    public static bool IsWeb(string? link, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Uri? url) =>
        Uri.TryCreate(link?.Trim(), UriKind.Absolute, out url)
        && url.Scheme is "http" or "https"
        && url.UserInfo.Length == 0
        && HasName(url);

    // Some hosts pass as Unicode, but have no name in ASCII.
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

    private static string WithoutTracking(string query)
    {
        if (query.Length < 2)
        {
            return "";
        }

        var kept = query[1..].Split('&').Where(parameter => parameter.Length > 0 && !IsTracking(parameter)).ToList();
        return kept.Count == 0 ? "" : "?" + string.Join('&', kept);
    }

    private static bool IsTracking(string parameter)
    {
        var equals = parameter.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? parameter : parameter[..equals];
        return Tracking.Contains(name)
            || TrackingPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
    }
}
