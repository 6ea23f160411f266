namespace FeedHub.Storage.LiteDb;

/// <summary>
/// LiteDB's log with two fsyncs a commit, however many pages it has. LiteDB 5.0.20 asks for a flush after every page, which is ignored;
/// instead all earlier pages are synced before the page that confirms a transaction is written, and the owner syncs that page before it
/// acknowledges. So a confirmation is never on disk without what it confirms.
/// </summary>
internal sealed class LogFile(string path) : PageFile(path)
{
    private const int ConfirmedFlag = 18; // of a page: this is the last one of its transaction

    private bool _isDirty;

    /// <summary>Transactions confirmed since the start. Read and written on one thread at a time.</summary>
    public long ConfirmedCount { get; private set; }

    /// <summary>Pages now in the log.</summary>
    public long PageCount => Length / PageBytes;

    public override void Write(byte[] buffer, int offset, int count)
    {
        var confirms = buffer[offset + ConfirmedFlag] != 0;
        if (confirms && _isDirty)
        {
            Sync();
        }

        _isDirty = true;
        base.Write(buffer, offset, count);
        if (confirms)
        {
            ConfirmedCount++;
        }
    }

    public override void Flush()
    {
        // After every page: see above.
    }

    /// <summary>The second fsync: the commit is on disk.</summary>
    public void SyncConfirmed()
    {
        Sync();
        _isDirty = false;
    }
}
