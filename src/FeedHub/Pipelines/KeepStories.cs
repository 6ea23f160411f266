using System.Text;
using FeedHub.Serving;
using FeedHub.Storage.LiteDb;

namespace FeedHub.Pipelines;

/// <summary>Writes the files of stories that are listed no more.</summary>
internal sealed class KeepStories(StoryFiles files)
{
    /// <summary>Keeps a page of a story, or its data, as it is.</summary>
    public void Keep(PublishedDocument document)
    {
        if (files.FileOf(document.Path) is { } file)
        {
            Write(file, document.Identity.Span);
            File.SetLastWriteTimeUtc(file, document.LastModified.UtcDateTime);
        }
    }

    /// <summary>Remembers which story took this one in.</summary>
    public void Redirect(string storyId, string takerId)
    {
        const string scheme = "urn:uuid:";
        if (storyId.StartsWith(scheme, StringComparison.Ordinal) && files.FileOf($"/stories/{storyId[scheme.Length..]}") is { } file
            && takerId.StartsWith(scheme, StringComparison.Ordinal) && files.FileOf($"/stories/{takerId[scheme.Length..]}") is not null)
        {
            Write(StoryFiles.TakerOf(file), Encoding.ASCII.GetBytes(takerId[scheme.Length..]));
        }
    }

    private static void Write(string file, ReadOnlySpan<byte> bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        Disk.WriteWhole(file, bytes);
    }
}
