namespace FeedHub.Storage.LiteDb;

/// <summary>
/// LiteDB's log with two fsyncs a commit, however many pages it has. LiteDB 5.0.20 asks for a flush after every page, which is ignored;
/// instead all earlier pages are synced before the page that confirms a transaction is written, and the owner syncs that page before it
/// acknowledges. So a confirmation is never on disk without what it confirms.
/// </summary>
internal sealed class LogFile(string path) : PageFile(path)
{
    // Places in a page of LiteDB: its number; the transaction that wrote it; whether it is that transaction's last one.
    private const int PageNumber = 0;
    private const int TransactionNumber = 14;
    private const int ConfirmedFlag = 18;

    private bool _isDirty;

    /// <summary>Transactions confirmed since the start. Read and written on one thread at a time.</summary>
    public long ConfirmedCount { get; private set; }

    /// <summary>Pages now in the log.</summary>
    public long PageCount => Length / PageBytes;

    /// <summary>
    /// Cuts off what a power cut tore: the pages of a transaction that was never confirmed. A confirmed page behind a torn one is no such
    /// end, for it is written only when all before it is on disk: then the log is damaged, and what it confirmed is not given up in silence.
    /// </summary>
    public void CutTornEnd()
    {
        var whole = ReadPages().TakeWhile(page => page is not null).Count();
        if (ReadPages().Skip(whole).Any(page => page is not null && page[ConfirmedFlag] != 0))
        {
            throw new StoreDamagedException($"page {whole} of the log does not match its checksum, and confirmed ones follow");
        }

        SetLength((long)whole * PageBytes);
    }

    /// <summary>The newest confirmed state of the data file's first page, as it stands there; null: the log does not have it.</summary>
    public byte[]? FindConfirmedFirstPage()
    {
        var confirmed = ReadPages()
            .OfType<byte[]>()
            .Where(page => page[ConfirmedFlag] != 0)
            .Select(page => BitConverter.ToUInt32(page, TransactionNumber))
            .ToHashSet();
        var newest = ReadPages()
            .OfType<byte[]>()
            .LastOrDefault(page => BitConverter.ToUInt32(page, PageNumber) == 0 && confirmed.Contains(BitConverter.ToUInt32(page, TransactionNumber)));
        if (newest is not null)
        {
            // In the data file a page belongs to no transaction.
            BitConverter.TryWriteBytes(newest.AsSpan(TransactionNumber), uint.MaxValue);
            newest[ConfirmedFlag] = 0;
        }

        return newest;
    }

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

    /// <summary>All pages in order; null for one that does not match its checksum.</summary>
    private IEnumerable<byte[]?> ReadPages()
    {
        for (var index = 0; index < PageCount; index++)
        {
            if (!IsWhole(index))
            {
                yield return null;
                continue;
            }

            var page = new byte[PageBytes];
            Position = (long)index * PageBytes;
            ReadExactly(page);
            yield return page;
        }
    }
}
