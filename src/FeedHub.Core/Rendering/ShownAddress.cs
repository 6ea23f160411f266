using System.Text.RegularExpressions;

namespace FeedHub.Rendering;

/// <summary>
/// The address of a feed as others may see it: without the parameters of its query that hold secrets by their names. A feed that cannot be
/// read without them is told by an address that does not open it, which is what its secret is for (BAD-70).
/// </summary>
public static partial class ShownAddress
{
    /// <summary>The address without what is secret; the same one where nothing is.</summary>
    public static Uri Of(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (url.Query.Length <= 1 && url.UserInfo.Length == 0)
        {
            return url;
        }

        string[] all = url.Query.Length <= 1 ? [] : url.Query[1..].Split('&');
        string[] shown = [.. all.Where(parameter => !Secret.IsMatch(Uri.UnescapeDataString(parameter.Split('=')[0])))];
        return shown.Length == all.Length && url.UserInfo.Length == 0
            ? url
            : new UriBuilder(url) { UserName = "", Password = "", Query = string.Join('&', shown) }.Uri;
    }

    // "token", "api_key", "feedToken", "private-key"; but neither "keywords" nor "author".
    [GeneratedRegex(
        @"(^|[_.\-\[]|(?<=[a-z])(?=[A-Z])|api|access|user|private|feed|rss|refresh|auth|session)([tT]oken|[kK]ey|[sS]ecret|[pP]ass(word|wd)?|[pP]wd|[aA]uth|[sS]ig(nature)?|[sS]id|[sS]ession([iI]d)?|[cC]redentials?|[jJ]wt|TOKEN|KEY|SECRET|PASSWORD|SIGNATURE)\]?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Secret { get; }
}
