using System.Collections.Concurrent;
using LiteDB;

namespace FeedHub.Storage.LiteDb;

/// <summary>
/// The one thread that owns the database, and the queue to it. After a failure it opens the files again before the next operation, so
/// that a full disk ends when there is room; a damaged file it moves aside, and goes on with the newest whole snapshot, or begins a new one.
/// </summary>
internal sealed class DatabaseOwner : IAsyncDisposable
{
    private readonly DataDirectory _directory;
    private readonly TimeProvider _clock;
    private readonly Action<Database> _opened;
    private readonly Action<StoreReplacement> _replaced;
    private readonly SnapshotFolder _snapshots;
    private readonly BlockingCollection<Action> _queue = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Database? _database;
    private StoreReplacement? _replacement;
    private string? _snapshot; // that the database was last copied from
    private bool _isOpened;
    private bool _isBegunAnew;

    /// <param name="directory">The held directory; disposed with the owner.</param>
    /// <param name="clock">Names the files moved aside.</param>
    /// <param name="opened">Runs on the owner's thread each time the database has been opened.</param>
    /// <param name="replaced">Runs on the owner's thread after a damaged database was moved aside, before the new one is opened.</param>
    public DatabaseOwner(DataDirectory directory, TimeProvider clock, Action<Database> opened, Action<StoreReplacement> replaced)
    {
        _directory = directory;
        _clock = clock;
        _opened = opened;
        _replaced = replaced;
        _snapshots = new SnapshotFolder(directory.Path);
        // A thread of its own has no synchronization context, and blocking it on the disk starves nobody.
        new Thread(Run) { IsBackground = true, Name = "store" }.Start();
    }

    /// <summary>Runs an operation after all earlier ones; it has the database for itself.</summary>
    /// <exception cref="StorageException">The operation failed, and nothing of it was done.</exception>
    public Task<T> RunAsync<T>(Func<Database, T> operation, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _queue.Add(() => Execute(operation, done, cancellationToken), cancellationToken);
        }
        catch (InvalidOperationException)
        {
            throw new StorageException("the store is closed");
        }

        return done.Task;
    }

    /// <summary>Puts another file in the place of the database, which holds the same: a crash leaves either of them, and each is whole.</summary>
    /// <param name="make">Makes the file; nothing is written between it and the change.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task ReplaceFileAsync(Func<Database, string> make, CancellationToken cancellationToken) => RunAsync(
        database =>
        {
            var file = make(database);
            database.Checkpoint(); // the log, which stays, holds nothing then
            Close();
            File.Move(file, _directory.DatabasePath, overwrite: true);
            Disk.SyncDirectory(_directory.Path);
            Open();
            return true;
        },
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (!_queue.IsAddingCompleted)
        {
            _queue.CompleteAdding();
        }

        await _ended.Task;
    }

    private void Run()
    {
        foreach (var action in _queue.GetConsumingEnumerable())
        {
            action();
        }

        Close();
        _directory.Dispose();
        _ended.SetResult();
    }

    private void Execute<T>(Func<Database, T> operation, TaskCompletionSource<T> done, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            done.SetCanceled(cancellationToken);
            return;
        }

        try
        {
            done.SetResult(operation(Open()));
        }
        catch (Exception exception) // whatever it is, the thread and the queue go on
        {
            done.SetException(Recover(exception));
        }
    }

    /// <summary>After a failure the engine's memory is in doubt and what is on disk counts: the files are opened again when next needed.</summary>
    private StorageException Recover(Exception exception)
    {
        try
        {
            if (IsDamage(exception))
            {
                Replace(exception);
                return new StoreDamagedException($"the store was damaged and has been moved aside: {exception.Message}", exception);
            }

            Close();
        }
        catch (Exception second) when (second is IOException or UnauthorizedAccessException)
        {
            return new StorageException($"the store failed: {exception.Message}; and then: {second.Message}", exception);
        }

        return exception as StorageException ?? new StorageException($"the store failed: {exception.Message}", exception);
    }

    /// <summary>Writes to files that were removed succeed, and are lost.</summary>
    /// <exception cref="StorageException">The data directory is gone.</exception>
    public void CheckIsThere()
    {
        if (!_directory.IsThere)
        {
            throw new StorageException($"the data directory {_directory.Path} was removed while in use: stop feedhub, and start it again");
        }
    }

    private Database Open()
    {
        if (_database is not null)
        {
            return _database;
        }

        CheckIsThere();
        while (true)
        {
            try
            {
                _database = new Database(_directory.Path);
                _opened(_database);
                (_isOpened, _isBegunAnew) = (true, false);
                return _database;
            }
            catch (Exception exception) when (IsDamage(exception) && !_isBegunAnew)
            {
                Replace(exception);
            }
        }
    }

    private void Close()
    {
        _database?.Dispose();
        _database = null;
    }

    private void Replace(Exception reason)
    {
        Close();
        var isCopy = _snapshot is not null && !_isOpened;
        if (_snapshot is { } bad)
        {
            SnapshotFolder.Condemn(bad); // whole by its checksum, and yet it cannot be read: it would only come back
        }

        var replacement = _replacement;
        if (replacement is null || !isCopy)
        {
            var lastWriteAt = LastWriteAt();
            replacement = new StoreReplacement(_directory.MoveDatabaseAside("damaged", _clock.GetUtcNow()), reason.Message, lastWriteAt, null);
        }
        else
        {
            File.Delete(_directory.DatabasePath);
            File.Delete(_directory.LogPath);
        }

        _isOpened = false;
        _snapshot = _snapshots.Restore(_directory.DatabasePath);
        _isBegunAnew = _snapshot is null;
        _replacement = replacement with { SnapshotAt = _snapshot is null ? null : SnapshotFolder.MadeAt(_snapshot) };
        _replaced(_replacement);
    }

    private DateTimeOffset LastWriteAt() => new(
        new[] { _directory.DatabasePath, _directory.LogPath }.Where(File.Exists).Select(File.GetLastWriteTimeUtc).DefaultIfEmpty(DateTime.UnixEpoch).Max(),
        TimeSpan.Zero);

    /// <summary>
    /// Our checksums find damage before LiteDB meets it; what LiteDB itself says of impossible pages is damage too, since its own writes
    /// come one at a time.
    /// </summary>
    private static bool IsDamage(Exception exception) => exception switch
    {
        NewerStoreException => false,
        StoreDamagedException => true,
        LiteException lite => lite.ErrorCode is LiteException.INVALID_DATABASE or LiteException.INVALID_DATAFILE_STATE
            or LiteException.INVALID_FREE_SPACE_PAGE && lite.InnerException is not IOException,
        _ => exception.InnerException is { } inner && IsDamage(inner),
    };
}

/// <summary>A damaged database was moved aside.</summary>
/// <param name="MovedTo">Where it is now.</param>
/// <param name="Reason">What was found.</param>
/// <param name="LastWriteAt">When it was last written: no feed was visited later.</param>
/// <param name="SnapshotAt">When the snapshot was made that took its place; null: there was none, and an empty one was begun.</param>
public sealed record StoreReplacement(string MovedTo, string Reason, DateTimeOffset LastWriteAt, DateTimeOffset? SnapshotAt);
