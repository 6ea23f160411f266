using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using FeedHub.Fetching;

namespace FeedHub.EndToEnd;

/// <summary>nginx with the configuration that we offer, at free ports and with a certificate of its own.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private const string Host = "feeds.example.org";

    private readonly Process _process;
    private readonly Task<string> _error;

    private Nginx(Process process, HttpClient client)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        Client = client;
    }

    /// <summary>Asks it under its name, by http and https.</summary>
    public HttpClient Client { get; }

    public static Uri Url { get; } = new($"https://{Host}/");

    /// <summary>Starts it in front of a port of this machine.</summary>
    public static async Task<Nginx> StartAsync(string folder, int upstreamPort)
    {
        Tool.Require("nginx", "nginx");
        folder = Directory.CreateDirectory(Path.Combine(folder, "nginx")).FullName;
        using var authority = new Authority();
        using var certificate = authority.SelfSigned(Host);
        using var key = certificate.GetECDsaPrivateKey()!;
        await File.WriteAllTextAsync(Path.Combine(folder, "fullchain.pem"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(Path.Combine(folder, "privkey.pem"), key.ExportECPrivateKeyPem());

        var (plain, secure) = (Workbench.FreePort(), Workbench.FreePort());
        var site = await File.ReadAllTextAsync(Clone.PathOf("deploy", "nginx.conf"));
        site = Replace(site, "server 127.0.0.1:8080;", $"server 127.0.0.1:{upstreamPort};");
        site = Replace(site, "listen 80;", $"listen 127.0.0.1:{plain};");
        site = Replace(site, "listen 443 ssl http2;", $"listen 127.0.0.1:{secure} ssl http2;");
        site = Replace(site, "    listen [::]:80;\n", "");
        site = Replace(site, "    listen [::]:443 ssl http2;\n", "");
        site = Replace(site, $"/etc/letsencrypt/live/{Host}", folder);
        site = Replace(site, "# add_header Strict-Transport-Security", "add_header Strict-Transport-Security");
        await File.WriteAllTextAsync(Path.Combine(folder, "site.conf"), site);

        // Around it what others put there: they compress whatever they can.
        await File.WriteAllTextAsync(
            Path.Combine(folder, "nginx.conf"),
            $$"""
            daemon off;
            master_process off;
            pid nginx.pid;
            error_log stderr warn;
            events { }
            http {
                access_log off;
                client_body_temp_path body;
                proxy_temp_path proxy;
                fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi;
                scgi_temp_path scgi;
                gzip on;
                gzip_types *;
                gzip_proxied any;
                gzip_min_length 1;
                include site.conf;
            }
            """);
        var process = Process.Start(new ProcessStartInfo("nginx", ["-p", folder, "-e", "stderr", "-c", Path.Combine(folder, "nginx.conf")])
        {
            RedirectStandardError = true,
        })!;
        var nginx = new Nginx(process, ClientOf(certificate.Thumbprint, plain, secure));
        try
        {
            await Eventually.HoldsAsync("nginx listens", () => nginx.ListensAtAsync(secure));
            return nginx;
        }
        catch
        {
            await nginx.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static HttpClient ClientOf(string thumbprint, int plain, int secure) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == thumbprint },
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port == 443 ? secure : plain, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = Url,
        DefaultRequestVersion = HttpVersion.Version20,
    };

    private static string Replace(string text, string old, string replacement)
    {
        Assert.Contains(old, text, StringComparison.Ordinal);
        return text.Replace(old, replacement, StringComparison.Ordinal);
    }

    private async Task<bool> ListensAtAsync(int port)
    {
        if (_process.HasExited)
        {
            Assert.Fail("nginx ended: " + await _error);
        }

        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false; // not yet
        }
    }
}
