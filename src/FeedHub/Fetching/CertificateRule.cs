using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace FeedHub.Fetching;

/// <summary>Says why a certificate is refused, in the words that lead its owner to the mistake. There is no exception for any feed (BAD-86).</summary>
internal static class CertificateRule
{
    // Signatures that can be forged: MD2, MD5 and SHA-1 with RSA, SHA-1 with DSA and ECDSA.
    private static readonly HashSet<string> _forgeable =
    [
        "1.2.840.113549.1.1.2", "1.2.840.113549.1.1.4", "1.2.840.113549.1.1.5", "1.3.14.3.2.29", "1.2.840.10040.4.3", "1.2.840.10045.4.1",
    ];

    /// <summary>Why the connection is not used; null: it may be.</summary>
    /// <param name="chain">From the origin's certificate to a root; null: it has none.</param>
    /// <param name="errors">What the system found.</param>
    public static FetchFailure? FailureOf(X509Chain? chain, SslPolicyErrors errors)
    {
        if (chain is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            return FetchFailure.Tls;
        }

        // Whoever forgot to renew has often a chain that is not whole either, and who forgot a name may have neither: the nearest cause first.
        return chain.ChainStatus.Any(status => status.Status.HasFlag(X509ChainStatusFlags.NotTimeValid)) ? FetchFailure.TlsExpired
            : errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? FetchFailure.TlsWrongHost
            : errors != SslPolicyErrors.None ? FetchFailure.TlsUntrusted
            : chain.ChainElements.SkipLast(1).Any(element => _forgeable.Contains(element.Certificate.SignatureAlgorithm.Value ?? "")) ? FetchFailure.TlsWeak
            : null;
    }
}
