using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Options;

namespace FeedHub.Configuration;

/// <summary>Section <c>FeedHub</c>: what is published, and where.</summary>
internal sealed class HubOptions : IValidatableObject
{
    public const string Section = "FeedHub";

    /// <summary>The base of every published address; null: the public listener's address. Never taken from a request.</summary>
    public string? PublicUrl { get; set; }

    /// <summary>CIDR ranges of the reverse proxies that are believed when they say for whom they ask (X-Forwarded-For).</summary>
    public string[] TrustedProxies { get; set; } = [];

    /// <summary>What <c>/latest</c> shows.</summary>
    [ValidateObjectMembers]
    public LatestOptions Latest { get; init; } = new();

    /// <summary>What the front page and <c>/top-stories</c> show.</summary>
    [ValidateObjectMembers]
    public StoriesOptions Stories { get; init; } = new();

    /// <summary>How long texts are kept.</summary>
    [ValidateObjectMembers]
    public RetentionOptions Retention { get; init; } = new();

    /// <summary>How the store is kept.</summary>
    [ValidateObjectMembers]
    public StorageOptions Storage { get; init; } = new();

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (PublicUrl is { Length: > 0 } url && WebAddress.ParseLink(url, out _) is null)
        {
            yield return new ValidationResult($"{nameof(PublicUrl)} must be an http or https address.", [nameof(PublicUrl)]);
        }

        foreach (var network in TrustedProxies.Where(network => !IPNetwork.TryParse(network, out _)))
        {
            yield return new ValidationResult($"{nameof(TrustedProxies)}: '{network}' is not a CIDR range such as 10.1.0.0/16.", [nameof(TrustedProxies)]);
        }
    }
}

/// <summary>Section <c>FeedHub:Latest</c>.</summary>
internal sealed class LatestOptions
{
    /// <summary>Articles in <c>/latest</c>.</summary>
    [Range(1, 10_000)]
    public int Count { get; init; } = 100;
}

/// <summary>Section <c>FeedHub:Stories</c>.</summary>
internal sealed class StoriesOptions
{
    /// <summary>Stories on the front page.</summary>
    [Range(1, 200)]
    public int Count { get; init; } = 30;

    /// <summary>A story stays in the feed this long after it last stood on the front page.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan KeepListed { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long a story waits for another article.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "30.00:00:00")]
    public TimeSpan MaxGap { get; init; } = TimeSpan.FromDays(2);

    /// <summary>How long a story gathers articles at all.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "60.00:00:00")]
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromDays(4);

    /// <summary>In this time the evidence for a story loses half its weight; a list that moves slowly wants a day or two.</summary>
    [Range(typeof(TimeSpan), "00:30:00", "30.00:00:00")]
    public TimeSpan HalfLife { get; init; } = TimeSpan.FromHours(8);
}

/// <summary>Section <c>FeedHub:Retention</c>.</summary>
internal sealed class RetentionOptions
{
    /// <summary>Texts are removed this long after first sight; ids are remembered for good.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "36500.00:00:00")]
    public TimeSpan Entries { get; init; } = TimeSpan.FromDays(180);
}

/// <summary>Section <c>FeedHub:Storage</c>.</summary>
internal sealed class StorageOptions
{
    /// <summary>So many nightly copies of the store are kept beside it, by which it is replaced should it be damaged; 0: none are taken.</summary>
    [Range(0, 100)]
    public int Snapshots { get; init; } = 3;
}

/// <summary>Checks the annotations without reflection.</summary>
[OptionsValidator]
internal sealed partial class HubOptionsValidator : IValidateOptions<HubOptions>;
