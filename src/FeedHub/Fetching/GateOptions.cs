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
}

/// <summary>Checks the annotations without reflection.</summary>
[OptionsValidator]
internal sealed partial class GateOptionsValidator : IValidateOptions<GateOptions>;
