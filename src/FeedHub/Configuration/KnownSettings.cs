using System.Text.RegularExpressions;
using FeedHub.Fetching;
using FeedHub.Scheduling;

namespace FeedHub.Configuration;

/// <summary>Finds settings that nothing reads: a slip of the pen would otherwise be silent.</summary>
internal static partial class KnownSettings
{
    private static readonly HashSet<string> Names = new(
        [
            nameof(HubOptions.PublicUrl), nameof(HubOptions.TrustedProxies),
            "Latest:Count", "Stories:Count", "Stories:KeepListed", "Stories:MaxGap", "Stories:MaxAge", "Stories:HalfLife", "Retention:Entries", "Storage:Snapshots", "Log:Format", "Admin:Url",
            .. new[]
            {
                nameof(PollingOptions.Interval), nameof(PollingOptions.MinInterval), nameof(PollingOptions.MaxInterval),
                nameof(PollingOptions.MaxConcurrency), nameof(PollingOptions.UnvalidatedInterval), nameof(PollingOptions.RevalidateAfter),
                nameof(PollingOptions.NeverRevalidate), nameof(GateOptions.OriginGap), nameof(GateOptions.OriginScope),
                nameof(GateOptions.SharedDomains),
            }.Select(name => "Polling:" + name),
            .. new[]
            {
                nameof(FetchOptions.MaxBytes), nameof(FetchOptions.Timeout), nameof(FetchOptions.AllowedNetworks),
                nameof(FetchOptions.ContactUrl),
            }.Select(name => "Fetching:" + name),
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The settings of section <c>FeedHub</c> that are unknown, in order.</summary>
    public static IEnumerable<string> UnknownIn(IConfiguration configuration) => configuration
        .GetSection(HubOptions.Section)
        .AsEnumerable(makePathsRelative: true)
        .Where(setting => setting.Value is not null)
        .Select(setting => setting.Key)
        .Where(name => !Names.Contains(ListNumber().Replace(name, "")))
        .Order(StringComparer.Ordinal);

    // The members of a list are settings too: Fetching:AllowedNetworks:0.
    [GeneratedRegex("(?<=AllowedNetworks|TrustedProxies|NeverRevalidate|SharedDomains):[0-9]+$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ListNumber();
}
