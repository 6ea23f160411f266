using System.Text;
using FeedHub.Serving;
using FeedHub.Storage.LiteDb;

namespace FeedHub.Pipelines;

/// <summary>Writes the files of stories that are listed no more.</summary>
internal sealed class KeepStories(StoryFiles files)
{
    /// <summary>Keeps the page of a story, or its data.</summary>
    /// <param name="path">Its address.</param>
    /// <param name="bytes">What it says from now on.</param>
    /// <param name="lastModified">Since when.</param>
    public void Keep(string path, ReadOnlySpan<byte> bytes, DateTimeOffset lastModified)
    {
        if (files.FileOf(path) is { } file)
        {
            Write(file, bytes);
            File.SetLastWriteTimeUtc(file, lastModified.UtcDateTime);
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
