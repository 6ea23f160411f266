using FeedHub.Storage;

namespace FeedHub.Pipelines;

/// <summary>
/// A copy of the store beside which the outside world stands still for a moment: commits wait, what is committed is published, and then the
/// copy is taken, so that a restored copy serves the bytes that were served at the commit it names.
/// </summary>
internal sealed class BackUp(IFeedStore store, PublishTopStories publish)
{
    public Task<BackupReceipt> RunAsync(string file, CancellationToken cancellationToken) =>
        publish.RunBeforeAsync(stopped => store.BackupAsync(file, stopped), cancellationToken);
}
