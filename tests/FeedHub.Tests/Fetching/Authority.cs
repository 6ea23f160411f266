using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FeedHub.Fetching;

/// <summary>Issues certificates, as a test wants them to be.</summary>
internal sealed class Authority : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create();
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    public Authority()
    {
        var request = new CertificateRequest("CN=Test Authority", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        Root = request.CreateSelfSigned(_now.AddYears(-1), _now.AddYears(1));
    }

    public X509Certificate2 Root { get; }

    /// <summary>For a name or address, for so many days from the day before yesterday on, or later.</summary>
    public X509Certificate2 Issue(string host, double days, double startsIn = -2)
    {
        using var key = ECDsa.Create();
        using var issued = RequestFor(host, key).Create(Root, _now.AddDays(startsIn), _now.AddDays(startsIn + days), [1]);
        using var whole = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>The same, signed in a way of which forgeries are known: by SHA-1.</summary>
    public X509Certificate2 IssueForgeable(string host)
    {
        using var key = ECDsa.Create();
        return RequestFor(host, key).Create(Root.SubjectName, new ForgeableSignature(_key), _now.AddDays(-2), _now.AddDays(2), [1]);
    }

    /// <summary>For which nobody but its owner vouches.</summary>
    public X509Certificate2 SelfSigned(string host)
    {
        using var key = ECDsa.Create();
        return RequestFor(host, key).CreateSelfSigned(_now.AddDays(-1), _now.AddDays(1));
    }

    public void Dispose()
    {
        Root.Dispose();
        _key.Dispose();
    }

    private static CertificateRequest RequestFor(string host, ECDsa key)
    {
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(host, out var address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(host);
        }

        request.CertificateExtensions.Add(names.Build());
        return request;
    }

    private sealed class ForgeableSignature(ECDsa key) : X509SignatureGenerator
    {
        // RFC 3279, 2.2.3: ecdsa-with-SHA1.
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) => Convert.FromHexString("300906072a8648ce3d0401");

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) =>
            key.SignData(data, HashAlgorithmName.SHA1, DSASignatureFormat.Rfc3279DerSequence);

        protected override PublicKey BuildPublicKey() => CreateForECDsa(key).PublicKey;
    }
}
