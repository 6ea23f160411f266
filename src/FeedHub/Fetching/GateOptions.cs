using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace FeedHub.Fetching;

/// <summary>What section <c>FeedHub:Polling</c> says of politeness to one origin.</summary>
internal sealed class GateOptions
{
    public const string Section = "FeedHub:Polling";

    /// <summary>From the end of one request to the start of the next at the same origin.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan OriginGap { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What has one request at a time, the gap and the rest: an origin, or all ports and schemes of a host.</summary>
    public OriginScope OriginScope { get; init; }

    /// <summary>Domains such as <c>blogspot.com</c> whose hosts all count as one, since their platform counts so.</summary>
    public string[] SharedDomains { get; init; } = [];
}

/// <summary>What counts as one server.</summary>
internal enum OriginScope
{
    /// <summary>Scheme, host and port.</summary>
    Origin,

    /// <summary>The host, whatever the scheme and port.</summary>
    Host,
}

/// <summary>Checks the annotations without reflection.</summary>
[OptionsValidator]
internal sealed partial class GateOptionsValidator : IValidateOptions<GateOptions>;
