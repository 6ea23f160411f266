using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using FeedHub.Scheduling;
using FeedHub.Storage;

namespace FeedHub.Pipelines;

/// <summary>The keys of the admin API: in memory, so that nobody waits for the disk to be let in.</summary>
internal sealed partial class ApiKeys(IFeedStore store, TimeProvider clock, ILogger<ApiKeys> logger)
{
    private const string Prefix = "fh_"; // so that a key which strays into a text is recognized as one
    private const int KeyBytes = 32;
    private const int IdBytes = 4;
    private const int MaxLength = 128;

    /// <summary>The last use of a key is told to so long.</summary>
    private static readonly TimeSpan UseGrain = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _saving = new(1); // a use that is noted and a revocation go one after the other, or the key would be back after a start
    private readonly Lock _mutex = new();
    private volatile IReadOnlyList<Held> _held = [];

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<ApiKey> All => [.. _held.Select(held => held.Key)];

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var keys = await store.ReadKeysAsync(cancellationToken);
        lock (_mutex)
        {
            _held = [.. keys.Select(Held.Of)];
        }
    }

    /// <summary>Makes a key, which is told here and never again.</summary>
    public async Task<(ApiKey Key, string Secret)> CreateAsync(ApiKeyScope scope, CancellationToken cancellationToken)
    {
        var secret = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
        var key = new ApiKey
        {
            Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes)),
            Scope = scope,
            Sha256 = Convert.ToHexStringLower(Hash(secret)),
            CreatedAt = clock.GetStoredNow(),
        };
        await store.SaveKeyAsync(key, cancellationToken);
        lock (_mutex)
        {
            _held = [.. _held, Held.Of(key)];
        }

        Log.Created(logger, key.Id, scope);
        return (key, secret);
    }

    /// <summary>Returns whether there was such a key.</summary>
    public async Task<bool> RevokeAsync(string id, CancellationToken cancellationToken)
    {
        // From here on it opens nothing, whatever the disk does.
        lock (_mutex)
        {
            _held = [.. _held.Where(held => held.Key.Id != id)];
        }

        bool wasThere;
        await _saving.WaitAsync(cancellationToken);
        try
        {
            wasThere = await store.RemoveKeyAsync(id, cancellationToken);
        }
        finally
        {
            _saving.Release();
        }

        if (wasThere)
        {
            Log.Revoked(logger, id);
        }

        return wasThere;
    }

    /// <summary>The key that these characters are; null: none. All keys are compared, and each to its end, whichever it is.</summary>
    public ApiKey? Find(string secret)
    {
        if (secret.Length > MaxLength)
        {
            return null;
        }

        var hash = Hash(secret);
        Held? found = null;
        foreach (var held in _held)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, held.Hash))
            {
                found = held;
            }
        }

        if (found is not null && IsUseToNote(found.Key, clock.GetStoredNow()))
        {
            NoteUse(found.Key.Id);
        }

        return found?.Key;
    }

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    private static bool IsUseToNote(ApiKey key, DateTimeOffset now) => !(now - key.LastUsedAt < UseGrain);

    private void NoteUse(string id)
    {
        ApiKey? used = null;
        lock (_mutex)
        {
            var now = clock.GetStoredNow();
            _held = [.. _held.Select(held =>
            {
                if (held.Key.Id != id || !IsUseToNote(held.Key, now))
                {
                    return held;
                }

                used = held.Key with { LastUsedAt = now };
                return held with { Key = used };
            })];
        }

        if (used is not null)
        {
            _ = SaveUseAsync(used);
        }
    }

    private async Task SaveUseAsync(ApiKey key)
    {
        await _saving.WaitAsync();
        try
        {
            if (_held.Any(held => held.Key.Id == key.Id)) // revoked in between: it must not come back
            {
                await store.SaveKeyAsync(key, CancellationToken.None);
            }
        }
        catch (StorageException exception)
        {
            Log.NotNoted(logger, key.Id, exception.Message);
        }
        finally
        {
            _saving.Release();
        }
    }

    private sealed record Held(ApiKey Key, byte[] Hash)
    {
        public static Held Of(ApiKey key) => new(key, Convert.FromHexString(key.Sha256));
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "API key {KeyId} was made, with scope {Scope}")]
        public static partial void Created(ILogger logger, string keyId, ApiKeyScope scope);

        [LoggerMessage(LogLevel.Information, "API key {KeyId} was revoked")]
        public static partial void Revoked(ILogger logger, string keyId);

        [LoggerMessage(LogLevel.Warning, "The use of API key {KeyId} could not be noted: {Reason}")]
        public static partial void NotNoted(ILogger logger, string keyId, string reason);
    }
}
