using System.Net;
using FeedHub.Fetching;

namespace FeedHub.Scheduling;

/// <summary>Short intervals are for origins that the operator owns (CONTRACT, <c>Polling:MinInterval</c>).</summary>
internal static class IntervalRule
{
    /// <summary>Why the settings and the list do not go together; null: they do.</summary>
    public static string? MistakeIn(PollingOptions polling, FetchOptions fetching, FeedList list)
    {
        if (polling.MinInterval >= PollingOptions.PoliteMinimum)
        {
            return null;
        }

        var networks = fetching.AllowedNetworks.Select(network => IPNetwork.Parse(network)).ToList();
        var outside = list.Feeds.FirstOrDefault(feed =>
            !IPAddress.TryParse(feed.Url.Host.Trim('[', ']'), out var address) || !networks.Exists(network => network.Contains(address)));
        return outside is null
            ? null
            : $"Polling:MinInterval is {polling.MinInterval}, and less than {PollingOptions.PoliteMinimum} is only for feeds whose host is an IP "
                + $"address inside Fetching:AllowedNetworks, which {outside.Id} is not: raise MinInterval, or allow its network";
    }
}
