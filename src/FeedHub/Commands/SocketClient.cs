using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FeedHub.Configuration;
using FeedHub.Serving;

namespace FeedHub.Commands;

/// <summary>Asks the process that holds the data directory.</summary>
internal sealed class SocketClient : IDisposable
{
    private readonly HttpClient _http;

    private SocketClient(string path) => _http = new HttpClient(new SocketsHttpHandler
    {
        UseProxy = false,
        ConnectCallback = async (_, cancellationToken) => new NetworkStream(await ConnectAsync(path, cancellationToken), ownsSocket: true),
    })
    {
        BaseAddress = new Uri("http://feedhub/"),
        Timeout = Timeout.InfiniteTimeSpan, // a poll takes as long as it takes
    };

    /// <summary>A client of the process that holds the directory; null: none answers there.</summary>
    public static async Task<SocketClient?> TryConnectAsync(HubSettings settings, CancellationToken cancellationToken)
    {
        var path = CommandSocket.PathIn(settings.DataPath);
        if (!CommandSocket.IsPossible(path) || !File.Exists(path))
        {
            return null;
        }

        try
        {
            (await ConnectAsync(path, cancellationToken)).Dispose();
            return new SocketClient(path);
        }
        catch (SocketException)
        {
            return null; // left by a process that is gone
        }
    }

    public Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Get, path, type, cancellationToken);

    public Task<T> PostAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Post, path, type, cancellationToken);

    /// <summary>The answer line by line, as it comes.</summary>
    public async IAsyncEnumerable<T> PostForLinesAsync<T>(
        string path, JsonTypeInfo<T> type, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            yield return JsonSerializer.Deserialize(line, type)!;
        }
    }

    public void Dispose() => _http.Dispose();

    private static async Task<Socket> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<T> AskAsync<T>(HttpMethod method, string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        using var answer = await _http.SendAsync(request, cancellationToken);
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        if (answer.StatusCode == HttpStatusCode.OK)
        {
            return (await JsonSerializer.DeserializeAsync(body, type, cancellationToken))!;
        }

        var failure = answer.Content.Headers.ContentType?.MediaType == "application/json"
            ? await JsonSerializer.DeserializeAsync(body, ViewJson.Default.FailureView, cancellationToken)
            : null;
        throw new HubException(
            failure?.ExitCode ?? ExitCode.OwnFailure,
            failure?.Message ?? $"the running feedhub answered {(int)answer.StatusCode}: its log says why");
    }
}
