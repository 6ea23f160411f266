namespace FeedHub;

/// <summary>A feed as the list of the operator names it: what to visit, and how it counts.</summary>
public sealed record FeedSource
{
    /// <summary>The identity under which everything of this feed is stored.</summary>
    public required FeedId Id { get; init; }

    /// <summary>The address to visit: http or https, without user info and fragment.</summary>
    public required Uri Url { get; init; }

    /// <summary>The slug of the channel that holds it.</summary>
    public required string Channel { get; init; }

    /// <summary>The name that the operator gives it; null: the feed's own title is shown.</summary>
    public string? Title { get; init; }

    /// <summary>From 0 (never a top story) to 10; 1 where the list is silent.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Replaces <c>Polling:Interval</c>, start value and floor at once; null: the setting holds.</summary>
    public TimeSpan? Every { get; init; }

    /// <summary>Visits by the clock instead of by interval: a Quartz cron expression; null: by interval.</summary>
    public string? Cron { get; init; }

    /// <summary>The IANA time zone of <see cref="Cron"/>; null: UTC.</summary>
    public string? Zone { get; init; }

    /// <summary>Kept with all that is stored of it, but not visited.</summary>
    public bool Paused { get; init; }

    /// <summary>Only entries that match one of these are published; empty: all.</summary>
    public IReadOnlyList<EntryRule> Include { get; init; } = [];

    /// <summary>Entries that match one of these are withheld; they stay stored.</summary>
    public IReadOnlyList<EntryRule> Exclude { get; init; } = [];

    /// <summary>Where to find the credentials for this feed's origin; null: none are sent.</summary>
    public FeedCredentials? Auth { get; init; }

    /// <summary>CIDR ranges that this feed may be fetched from although they are private.</summary>
    public IReadOnlyList<string> AllowNetworks { get; init; } = [];

    /// <summary>The origin that answers for the feed: scheme, host and port (RFC 6454, 4).</summary>
    public string Origin => OriginOf(Url);

    /// <summary>The origin of an address, as text that two addresses of one origin share.</summary>
    public static string OriginOf(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return $"{url.Scheme}://{url.IdnHost}:{url.Port}";
    }
}

/// <summary>The names of environment variables that hold a feed's credentials; the list never holds a secret itself.</summary>
/// <param name="UserEnv">Names the variable with the user name of Basic authentication (RFC 7617).</param>
/// <param name="PasswordEnv">Names the variable with its password.</param>
/// <param name="TokenEnv">Names the variable with a bearer token (RFC 6750) instead of the two.</param>
public sealed record FeedCredentials(string? UserEnv, string? PasswordEnv, string? TokenEnv);
