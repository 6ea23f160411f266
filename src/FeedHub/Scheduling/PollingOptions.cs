using System.ComponentModel.DataAnnotations;
using FeedHub.Polling;
using Microsoft.Extensions.Options;

namespace FeedHub.Scheduling;

/// <summary>How feeds are visited: section <c>FeedHub:Polling</c>.</summary>
internal sealed class PollingOptions : IValidatableObject
{
    public const string Section = "FeedHub:Polling";

    /// <summary>Below this, every feed must be on a network that the operator named.</summary>
    public static readonly TimeSpan PoliteMinimum = TimeSpan.FromMinutes(5);

    /// <summary>First interval of a feed and its floor, where the list says nothing else.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromHours(1);

    /// <summary>No feed is visited more often, whatever the list or a command says.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan MinInterval { get; set; } = PoliteMinimum;

    /// <summary>A healthy feed is visited at least so often.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan MaxInterval { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Visits at once.</summary>
    [Range(1, 10_000)]
    public int MaxConcurrency { get; init; } = 64;

    /// <summary>The floor of feeds that have never offered a validator (PP-7); null: no other than that of all.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan? UnvalidatedInterval { get; init; }

    /// <summary>A feed that answered nothing but 304 for so long is asked once without validators (PP-23).</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan RevalidateAfter { get; init; } = TimeSpan.FromDays(60);

    /// <summary>Origins such as <c>https://example.org</c> that are never asked without validators again.</summary>
    public string[] NeverRevalidate { get; init; } = [];

    /// <summary>What the core decides by.</summary>
    public PollSpacing Spacing => new(Interval, MinInterval, MaxInterval, UnvalidatedInterval);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MaxInterval < Interval)
        {
            yield return new ValidationResult($"{nameof(MaxInterval)} must not be shorter than {nameof(Interval)}.", [nameof(MaxInterval)]);
        }
    }
}

/// <summary>Checks the annotations without reflection.</summary>
[OptionsValidator]
internal sealed partial class PollingOptionsValidator : IValidateOptions<PollingOptions>;
