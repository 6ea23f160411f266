using FeedHub.Fetching;
using FeedHub.Scheduling;

namespace FeedHub.Configuration;

/// <summary>Finds settings that nothing reads: a slip of the pen would otherwise be silent.</summary>
internal static class KnownSettings
{
    private static readonly HashSet<string> Names = new(
        [
            nameof(HubOptions.PublicUrl),
            "Latest:Count", "Stories:Count", "Stories:KeepListed", "Retention:Entries", "Log:Format",
            .. new[]
            {
                nameof(PollingOptions.Interval), nameof(PollingOptions.MinInterval), nameof(PollingOptions.MaxInterval),
                nameof(PollingOptions.MaxConcurrency), nameof(GateOptions.OriginGap),
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
        .Where(name => !Names.Contains(name) && !name.StartsWith("Fetching:AllowedNetworks:", StringComparison.OrdinalIgnoreCase))
        .Order(StringComparer.Ordinal);
}
