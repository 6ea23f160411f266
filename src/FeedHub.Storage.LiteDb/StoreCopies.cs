namespace FeedHub.Storage.LiteDb;

/// <summary>Copies of the whole database while commits go on: backups, nightly snapshots, and the smaller file that takes its place (ADR 0006).</summary>
internal sealed class StoreCopies(DatabaseOwner owner, string directory, TimeProvider clock)
{
    private readonly string _path = Path.Combine(directory, Database.DataName);
    private readonly SnapshotFolder _snapshots = new(directory);

    /// <summary>Takes away what an end of the process left unfinished.</summary>
    public void Sweep()
    {
        _snapshots.Sweep();
        Compaction.Sweep(directory);
    }

    /// <summary>Copies the store into a backup while it goes on.</summary>
    /// <param name="file">Where to.</param>
    /// <param name="state">The commit that the copy is of and what was served then; asked on the store's thread.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    /// <exception cref="StorageException">The file cannot be written.</exception>
    public async Task<BackupReceipt> BackupAsync(
        string file, Func<(long Commit, IReadOnlyList<DocumentStamp> Documents)> state, CancellationToken cancellationToken)
    {
        file = Path.GetFullPath(file);
        await BackupArchive.RefuseTargetAsync(file, directory, cancellationToken);
        var copy = file + ".copying";
        try
        {
            var (commit, documents) = await owner.RunAsync(
                database =>
                {
                    database.Checkpoint();
                    File.Copy(_path, copy, overwrite: true);
                    return state();
                },
                cancellationToken);
            return await BackupArchive.WriteAsync(file, copy, directory, commit, documents, clock.GetUtcNow(), cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"the backup {file} cannot be written: {exception.Message}", exception);
        }
        finally
        {
            if (File.Exists(copy))
            {
                File.Delete(copy);
            }
        }
    }

    /// <inheritdoc cref="IFeedStore.SnapshotAsync"/>
    public async Task<string?> SnapshotAsync(DateTimeOffset since, int depth, CancellationToken cancellationToken)
    {
        if (_snapshots.NewestAt >= since)
        {
            return null;
        }

        string? copy = null;
        try
        {
            await owner.RunAsync(
                database =>
                {
                    database.Checkpoint();
                    copy = _snapshots.Copy(_path, clock.GetUtcNow());
                    return true;
                },
                cancellationToken);
            return await _snapshots.FinishAsync(copy!, depth, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"no snapshot was taken: {exception.Message}", exception);
        }
        finally
        {
            if (copy is not null)
            {
                File.Delete(copy);
            }
        }
    }

    /// <inheritdoc cref="IFeedStore.CompactAsync"/>
    public async Task<long?> CompactAsync(long minBytes, double maxShare, CancellationToken cancellationToken)
    {
        var sizeBefore = 0L;
        var compaction = await owner.RunAsync(
            database =>
            {
                database.Checkpoint();
                sizeBefore = new FileInfo(_path).Length;
                if (sizeBefore < minBytes)
                {
                    return null;
                }

                // What was removed leaves room that new texts take up; so much is free as there are fewer texts than once.
                var count = ArrivalBook.CountTexts(database, DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
                var peak = database.Find(Database.Hub, Documents.TextPeakKey) is { } known ? Documents.ToTextPeak(known) : 0;
                if (count > peak)
                {
                    database.Commit(transaction => transaction.Upsert(Database.Hub, [Documents.TextPeak(count)]));
                }

                return count <= peak * maxShare ? new Compaction(database, directory) : null;
            },
            cancellationToken);
        if (compaction is null)
        {
            return null;
        }

        try
        {
            while (await owner.RunAsync(_ => compaction.Step(), cancellationToken))
            {
            }

            await owner.ReplaceFileAsync(
                database =>
                {
                    var count = ArrivalBook.CountTexts(database, DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
                    database.Commit(transaction => transaction.Upsert(Database.Hub, [Documents.TextPeak(count)]));
                    return compaction.Finish();
                },
                cancellationToken);
            return sizeBefore - new FileInfo(_path).Length;
        }
        finally
        {
            await owner.RunAsync(
                _ =>
                {
                    compaction.Dispose();
                    Compaction.Sweep(directory);
                    return true;
                },
                CancellationToken.None);
        }
    }
}
