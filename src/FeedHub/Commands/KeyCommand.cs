using FeedHub.Configuration;
using FeedHub.Pipelines;
using FeedHub.Serving.Admin;

namespace FeedHub.Commands;

/// <summary><c>feedhub key</c>: makes, lists and revokes keys to the admin API.</summary>
internal static class KeyCommand
{
    public static async Task<int> CreateAsync(HubSettings settings, string scope, bool json, CancellationToken cancellationToken)
    {
        var made = await AskAsync(
            settings,
            client => client.PostAsync($"keys/create?scope={scope}", ViewJson.Default.NewKeyView, cancellationToken),
            HubHost.CreateForCommandAsync,
            keys => CreateAsync(keys, scope, cancellationToken),
            cancellationToken);

        if (json)
        {
            Printing.Json(made, ViewJson.Printed.NewKeyView);
        }
        else
        {
            Printing.Line(made.Key);
            await Console.Error.WriteLineAsync($"This is key {made.Id} with scope {made.Scope}. It is not shown again: FeedHub itself keeps only a checksum of it.");
        }

        return ExitCode.Done;
    }

    public static async Task<int> ListAsync(HubSettings settings, bool json, CancellationToken cancellationToken)
    {
        var keys = await AskAsync(
            settings,
            client => client.GetAsync("keys", ViewJson.Default.IReadOnlyListKeyView, cancellationToken),
            HubHost.CreateForAskingAsync,
            known => Task.FromResult(Views(known)),
            cancellationToken);

        if (json)
        {
            Printing.Json(keys, ViewJson.Printed.IReadOnlyListKeyView);
        }
        else
        {
            Printing.Table(
                ["id", "scope", "made", "last used"],
                keys.Select(key => new[] { key.Id, key.Scope, Printing.Moment(key.CreatedAt), Printing.Moment(key.LastUsedAt) }));
        }

        return ExitCode.Done;
    }

    public static async Task<int> RevokeAsync(HubSettings settings, string id, CancellationToken cancellationToken)
    {
        var revoked = await AskAsync(
            settings,
            client => client.PostAsync($"keys/revoke?id={Uri.EscapeDataString(id)}", ViewJson.Default.RevokedKeyView, cancellationToken),
            HubHost.CreateForAskingAsync,
            keys => RevokeAsync(keys, id, cancellationToken),
            cancellationToken);

        return revoked.WasThere ? ExitCode.Done : throw new HubException(ExitCode.NotWell, $"no key has the id {id}: `feedhub key list` shows them");
    }

    public static IReadOnlyList<KeyView> Views(ApiKeys keys) => [.. keys.All.Select(KeyView.Of)];

    public static async Task<NewKeyView> CreateAsync(ApiKeys keys, string scope, CancellationToken cancellationToken)
    {
        var (key, secret) = await keys.CreateAsync(scope == "write" ? ApiKeyScope.Write : ApiKeyScope.Read, cancellationToken);
        return new NewKeyView(key.Id, KeyView.Of(key).Scope, secret);
    }

    public static async Task<RevokedKeyView> RevokeAsync(ApiKeys keys, string id, CancellationToken cancellationToken) =>
        new(await keys.RevokeAsync(id, cancellationToken));

    /// <summary>Asks the service that holds the data directory, else the store itself.</summary>
    private static async Task<T> AskAsync<T>(
        HubSettings settings,
        Func<SocketClient, Task<T>> ask,
        Func<HubSettings, CancellationToken, Task<HubHost>> open,
        Func<ApiKeys, Task<T>> act,
        CancellationToken cancellationToken)
    {
        using var client = await SocketClient.TryConnectAsync(settings, cancellationToken);
        if (client is not null)
        {
            return await ask(client);
        }

        await using var hub = await open(settings, cancellationToken);
        var keys = hub.Services.GetRequiredService<ApiKeys>();
        await keys.LoadAsync(cancellationToken);
        return await act(keys);
    }
}

/// <summary>Whether there was such a key.</summary>
internal sealed record RevokedKeyView(bool WasThere);
