using System.Reflection;
using FeedHub.Storage;
using FeedHub.Storage.LiteDb;
using Microsoft.Extensions.Logging.Abstractions;

namespace FeedHub.Pipelines;

/// <summary>Keys that are used and revoked at the same moment.</summary>
public sealed class ApiKeysTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("feedhub-keys-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task A_key_that_is_revoked_while_its_use_is_noted_is_gone_after_a_start_too()
    {
        await using var store = await LiteDbStore.OpenAsync(_directory.FullName, TimeProvider.System, _ => { }, Cancellation);
        var slow = SlowStore.Over(store);
        var keys = new ApiKeys((IFeedStore)slow, TimeProvider.System, NullLogger<ApiKeys>.Instance);
        var (key, secret) = await keys.CreateAsync(ApiKeyScope.Write, Cancellation);
        slow.Holds = true;

        Assert.NotNull(keys.Find(secret));
        var revoking = keys.RevokeAsync(key.Id, Cancellation);
        slow.Release();

        Assert.True(await revoking);
        await slow.Saved;
        Assert.Empty(await store.ReadKeysAsync(Cancellation));
    }

    /// <summary>A store whose next saving of a key begins only when it is let go.</summary>
    private class SlowStore : DispatchProxy
    {
        private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private IFeedStore _store = null!;

        public bool Holds { get; set; }

        public Task Saved { get; private set; } = Task.CompletedTask;

        public static SlowStore Over(IFeedStore store)
        {
            var slow = (SlowStore)(object)Create<IFeedStore, SlowStore>();
            slow._store = store;
            return slow;
        }

        public void Release() => _go.SetResult();

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            Holds && targetMethod!.Name == nameof(IFeedStore.SaveKeyAsync)
                ? Saved = SaveAsync((ApiKey)args![0]!)
                : targetMethod!.Invoke(_store, args);

        private async Task SaveAsync(ApiKey key)
        {
            await _go.Task;
            await _store.SaveKeyAsync(key, CancellationToken.None);
        }
    }
}
