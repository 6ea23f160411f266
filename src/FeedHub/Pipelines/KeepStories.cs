using System.Text;
using FeedHub.Rendering;
using FeedHub.Serving;
using FeedHub.Storage;
using FeedHub.Storage.LiteDb;

namespace FeedHub.Pipelines;

/// <summary>Makes files of stories that are listed no more, and lets those that were taken into others lead there.</summary>
internal sealed class KeepStories(IFeedStore store, StoryBook book, RenderPages pages, StoryFiles files)
{
    /// <summary>Keeps what is still served of stories and will no longer be.</summary>
    /// <param name="list">The list that was published.</param>
    /// <param name="maker">Of what was published.</param>
    /// <param name="leaving">The pages and data that stand no more.</param>
    /// <param name="now">From when on the pages say what they say.</param>
    /// <param name="cancellationToken">Ends the work, which is begun again the next time.</param>
    public async Task RunAsync(
        FeedList list, PublicationMaker maker, IReadOnlyCollection<PublishedDocument> leaving, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (leaving.Count == 0)
        {
            return;
        }

        var documents = leaving.ToLookup(document => StoryPath.StoryOf(document.Path)!, StringComparer.Ordinal);
        var stories = (await store.ReadStoriesAsync([.. documents.Select(story => story.Key)], cancellationToken)).ToDictionary(story => story.Id, StringComparer.Ordinal);
        foreach (var story in documents)
        {
            var known = stories.GetValueOrDefault(story.Key);
            if (known is { MergedInto: { } taker })
            {
                Redirect(story.Key, taker);
            }
            else if (known is null || !book.IsBanned(known))
            {
                foreach (var document in story)
                {
                    // Its form is gone with it, so the page no longer leads there.
                    var bytes = document.IsPage && known?.Shown is not null ? await RenderAsync(list, maker, known, cancellationToken) : document.Identity;
                    Keep(document.Path, bytes.Span, document.IsPage ? now : document.LastModified);
                }
            }
        }
    }

    /// <summary>Remembers which story took this one in.</summary>
    public void Redirect(string storyId, string takerId)
    {
        if (files.FileOf(StoryPath.Of(storyId)) is { } file)
        {
            Write(StoryFiles.TakerOf(file), Encoding.ASCII.GetBytes(StoryPath.Of(takerId)));
        }
    }

    private void Keep(string path, ReadOnlySpan<byte> bytes, DateTimeOffset lastModified)
    {
        if (files.FileOf(path) is { } file)
        {
            Write(file, bytes);
            File.SetLastWriteTimeUtc(file, lastModified.UtcDateTime);
        }
    }

    private async Task<ReadOnlyMemory<byte>> RenderAsync(FeedList list, PublicationMaker maker, Story story, CancellationToken cancellationToken)
    {
        var lead = (await store.ReadArticlesAsync([story.Shown!.LeadKey], cancellationToken)).FirstOrDefault(maker.Admits);
        return await pages.RenderKeptAsync(list, maker, story, lead, (await store.ReadRatingsAsync([story.Id], cancellationToken)).FirstOrDefault());
    }

    private static void Write(string file, ReadOnlySpan<byte> bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        Disk.WriteWhole(file, bytes);
    }
}
