namespace FeedHub.Polling;

/// <summary>
/// Watches permanent redirects: only one that three visits over two days have met, each finding a feed behind it, moves the feed (PP-14). The
/// list is never rewritten: the move is an overlay, given up again when its address fails.
/// </summary>
public static class PermanentMoves
{
    private const int ConfirmingCount = 3;
    private const int GivingUpCount = 3;
    private static readonly TimeSpan ConfirmingTime = TimeSpan.FromHours(48);

    /// <summary>What is known of the feed's move after a visit.</summary>
    /// <param name="state">The state after the visit, with its failures counted.</param>
    /// <param name="movedTo">Where permanent redirects led; null: nowhere.</param>
    /// <param name="isSuccess">The visit read the feed or found it unchanged.</param>
    /// <param name="now">The end of the visit.</param>
    public static PermanentMove? After(FeedState state, Uri? movedTo, bool isSuccess, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        var move = state.Move;
        if (move is { IsConfirmed: true })
        {
            // A further move is watched from its new address only by the operator's word; a dead end leads back to the list.
            return !isSuccess && state.FailureCount >= GivingUpCount ? null : move;
        }

        if (!isSuccess)
        {
            return movedTo is null ? move : null; // a failure on the way says nothing; a redirect to no feed does
        }

        if (movedTo is null || movedTo == state.Url)
        {
            return null;
        }

        move = move?.To == movedTo ? move with { Count = move.Count + 1 } : new PermanentMove(movedTo, now, 1, IsConfirmed: false);
        return move with { IsConfirmed = move.Count >= ConfirmingCount && now - move.FirstSeenAt >= ConfirmingTime };
    }
}
