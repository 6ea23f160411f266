using FeedHub.Storage;

namespace FeedHub.Pipelines;

/// <summary>
/// A copy of the store beside which the outside world stands still for a moment: commits wait, what is committed is published, and then the
/// copy is taken, so that a restored copy serves the bytes that were served at the commit it names.
/// </summary>
internal sealed class BackUp(IFeedStore store, PublishTopStories publish, WriteArchives archives)
{
    public async Task<BackupReceipt> RunAsync(string file, CancellationToken cancellationToken)
    {
        using var pause = await archives.PauseAsync(cancellationToken);
        return await publish.RunBeforeAsync(stopped => store.BackupAsync(file, stopped), cancellationToken);
    }
}
