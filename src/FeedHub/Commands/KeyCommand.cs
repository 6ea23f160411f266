using FeedHub.Configuration;
using FeedHub.Pipelines;
using FeedHub.Serving.Admin;

namespace FeedHub.Commands;

/// <summary><c>feedhub key</c>: makes, lists and revokes keys to the admin API.</summary>
internal static class KeyCommand
{
    public static async Task<int> CreateAsync(HubSettings settings, string scope, bool json, CancellationToken cancellationToken)
    {
        NewKeyView made;
        using (var client = await SocketClient.TryConnectAsync(settings, cancellationToken))
        {
            if (client is not null)
            {
                made = await client.PostAsync($"keys/create?scope={scope}", ViewJson.Default.NewKeyView, cancellationToken);
            }
            else
            {
                await using var hub = await HubHost.CreateForCommandAsync(settings, cancellationToken);
                made = await CreateAsync(await KeysOfAsync(hub, cancellationToken), scope, cancellationToken);
            }
        }

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
        IReadOnlyList<KeyView> keys;
        using (var client = await SocketClient.TryConnectAsync(settings, cancellationToken))
        {
            if (client is not null)
            {
                keys = await client.GetAsync("keys", ViewJson.Default.IReadOnlyListKeyView, cancellationToken);
            }
            else
            {
                await using var hub = await HubHost.CreateForAskingAsync(settings, cancellationToken);
                keys = Views(await KeysOfAsync(hub, cancellationToken));
            }
        }

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
        RevokedKeyView revoked;
        using (var client = await SocketClient.TryConnectAsync(settings, cancellationToken))
        {
            if (client is not null)
            {
                revoked = await client.PostAsync($"keys/revoke?id={Uri.EscapeDataString(id)}", ViewJson.Default.RevokedKeyView, cancellationToken);
            }
            else
            {
                await using var hub = await HubHost.CreateForAskingAsync(settings, cancellationToken);
                revoked = await RevokeAsync(await KeysOfAsync(hub, cancellationToken), id, cancellationToken);
            }
        }

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

    private static async Task<ApiKeys> KeysOfAsync(HubHost hub, CancellationToken cancellationToken)
    {
        var keys = hub.Services.GetRequiredService<ApiKeys>();
        await keys.LoadAsync(cancellationToken);
        return keys;
    }
}

/// <summary>Whether there was such a key.</summary>
internal sealed record RevokedKeyView(bool WasThere);
