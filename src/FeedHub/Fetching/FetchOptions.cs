using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Options;

namespace FeedHub.Fetching;

/// <summary>How origins are visited: section <c>FeedHub:Fetching</c>.</summary>
internal sealed class FetchOptions : IValidatableObject
{
    public const string Section = "FeedHub:Fetching";

    /// <summary>The most bytes that a body may have, compressed and decompressed alike.</summary>
    [Range(1, 1 << 30)]
    public int MaxBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>Of a whole visit, redirects and waiting for their origins included.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>CIDR ranges that may be visited although they are private.</summary>
    public string[] AllowedNetworks { get; set; } = [];

    /// <summary>Where publishers learn who asks; null: the project's page.</summary>
    [Url]
    public string? ContactUrl { get; set; }

    /// <summary>To resolve a name and open a connection, TLS included.</summary>
    internal TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For the name alone.</summary>
    internal TimeSpan ResolveTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>From the connection to the end of the answer's header.</summary>
    internal TimeSpan HeaderTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Without a single byte of the body.</summary>
    internal TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(15);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        AllowedNetworks
            .Where(network => !IPNetwork.TryParse(network, out _))
            .Select(network => new ValidationResult(
                $"'{network}' is not a CIDR range such as 10.1.0.0/16.", [nameof(AllowedNetworks)]));
}

/// <summary>Checks the annotations without reflection.</summary>
[OptionsValidator]
internal sealed partial class FetchOptionsValidator : IValidateOptions<FetchOptions>;
