using System.Text;

namespace FeedHub.Serving;

/// <summary>The base of every published address, with a slash at its end; never taken from a request.</summary>
internal sealed record PublicAddress(Uri Url)
{
    /// <summary>The path at which the public listener serves a published address: without what a proxy before it takes away.</summary>
    public string PathOf(Uri address) => address.AbsolutePath[(Url.AbsolutePath.Length - 1)..];

    /// <summary>What <c>PublicUrl</c> says, else the public listener's address.</summary>
    public static PublicAddress Of(string? publicUrl, ListenAddress listener)
    {
        var url = string.IsNullOrEmpty(publicUrl) ? $"http://{listener.PublicHost}:{listener.Port}/" : publicUrl;
        var address = new Uri(url.EndsWith('/') ? url : url + "/");

        // Headers are ASCII, and the library writes a host as it was given.
        return new PublicAddress(Ascii.IsValid(address.Host) ? address : new UriBuilder(address) { Host = address.IdnHost }.Uri);
    }
}
