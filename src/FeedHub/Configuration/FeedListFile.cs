namespace FeedHub.Configuration;

/// <summary>
/// The list in its file. It is loaded at the start and again after each change; what cannot be used changes nothing but the
/// mistakes. One caller loads and checks, any number may read.
/// </summary>
/// <param name="path">Of the file, as the operator gave it.</param>
/// <param name="cronMistake">Says in words what is wrong with a cron expression; null: nothing.</param>
internal sealed class FeedListFile(string path, Func<string, string?> cronMistake)
{
    private volatile FeedList? _current;
    private volatile IReadOnlyList<ListMistake> _mistakes = [];
    private string? _appliedFingerprint; // of the content behind the current list
    private string? _settledFingerprint; // of what was judged last: applied or refused
    private string? _lastFingerprint; // of the last look

    /// <summary>The last valid list. To ask before a load has succeeded is a mistake of the program.</summary>
    public FeedList Current => _current ?? throw new InvalidOperationException("The list has not been loaded.");

    /// <summary>What is wrong with the file as it is now; empty: the current list is what it says.</summary>
    public IReadOnlyList<ListMistake> Mistakes => _mistakes;

    /// <summary>What was found at the start that may not be meant; null: nothing.</summary>
    public string? Notice { get; private set; }

    /// <summary>Reads the file at once, as at the start.</summary>
    public async Task<FeedListResult> LoadAsync(CancellationToken cancellationToken)
    {
        var content = await FeedListContent.ReadAsync(path, cancellationToken);
        Notice = content.Notice;
        _lastFingerprint = content.Fingerprint;
        return Settle(content);
    }

    /// <summary>
    /// Looks at the file, as once a second. What differs from before counts when two looks in a row found the same, so that
    /// neither a half-written file nor a burst of changes is taken for the list. It compares content, not stamps: a copy may
    /// keep the stamp, and lost permissions do not change it.
    /// </summary>
    public async Task<FeedListCheck> CheckAsync(CancellationToken cancellationToken)
    {
        var content = await FeedListContent.ReadAsync(path, cancellationToken);
        var isStable = content.Fingerprint == _lastFingerprint;
        _lastFingerprint = content.Fingerprint;
        if (!isStable || content.Fingerprint == _settledFingerprint)
        {
            return FeedListCheck.Unchanged;
        }

        if (content.Fingerprint == _appliedFingerprint)
        {
            // It is again what we hold: nothing to apply, and no longer anything wrong.
            _settledFingerprint = content.Fingerprint;
            _mistakes = [];
            return FeedListCheck.Unchanged;
        }

        return Settle(content) is FeedListResult.Valid ? FeedListCheck.Applied : FeedListCheck.Refused;
    }

    private FeedListResult Settle(FeedListContent content)
    {
        var result = content.Bytes is { } bytes ? FeedListReader.Read(bytes, cronMistake) : FeedListResult.File(content.Failure!);
        _settledFingerprint = content.Fingerprint;
        switch (result)
        {
            case FeedListResult.Valid valid:
                _appliedFingerprint = content.Fingerprint;
                _current = valid.List;
                _mistakes = [];
                break;
            case FeedListResult.Invalid invalid:
                _mistakes = invalid.Mistakes;
                break;
        }

        return result;
    }
}

/// <summary>What a check of the file came to; everything but <see cref="Unchanged"/> deserves a line in the log.</summary>
internal enum FeedListCheck
{
    /// <summary>Nothing to do.</summary>
    Unchanged,

    /// <summary>There is a new current list.</summary>
    Applied,

    /// <summary>The file cannot be used: the current list stays, and the mistakes say why.</summary>
    Refused,
}
