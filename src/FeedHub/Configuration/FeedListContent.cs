using System.Security.Cryptography;

namespace FeedHub.Configuration;

/// <summary>What a look at the list's file found.</summary>
/// <param name="Fingerprint">Equal where two looks found the same: bytes or failure.</param>
/// <param name="Bytes">All of the file; null where it could not be read.</param>
/// <param name="Failure">Why it could not be read and what to do; null where it could.</param>
internal sealed record FeedListContent(string Fingerprint, byte[]? Bytes, string? Failure)
{
    /// <summary>What is usable but may not be meant; null: nothing.</summary>
    public string? Notice { get; private init; }

    /// <summary>Reads the file, whatever stands at the path.</summary>
    public static async Task<FeedListContent> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (Directory.Exists(path))
        {
            return Failed($"{path} is a directory: name the file in it, such as {Path.Combine(path, "feeds.json")}");
        }

        if (File.Exists(path) && new FileInfo(path).Length == 0)
        {
            return Failed($"{path} is empty, or no file at all: write a list into it as README.md shows"); // a pipe is not opened: it would block
        }

        try
        {
            await using var file = new FileStream(path, new FileStreamOptions
            {
                Share = FileShare.ReadWrite | FileShare.Delete, // an editor may be at work
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
                BufferSize = 0,
            });
            var mode = OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(file.SafeFileHandle);
            if (mode.HasFlag(UnixFileMode.OtherWrite))
            {
                return Failed($"{path} may be changed by every user of this machine: take that right away, chmod o-w"); // BAD-71
            }

            // A pipe has no length. One byte more than there may be shows a file that is larger.
            var bytes = new byte[(file.CanSeek ? Math.Min(file.Length, FeedListReader.MaxBytes) : FeedListReader.MaxBytes) + 1];
            var count = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
            return count > FeedListReader.MaxBytes
                ? Failed($"{path} has more than {FeedListReader.MaxBytes / 1024 / 1024} MB: check that it is the list of feeds")
                : new FeedListContent(Convert.ToHexStringLower(SHA256.HashData(bytes.AsSpan(0, count))), bytes[..count], null)
                {
                    // Whoever writes the list decides what FeedHub visits and what stands on its page.
                    Notice = mode.HasFlag(UnixFileMode.GroupWrite)
                        ? $"{path} may be changed by every member of its group: if that is not meant, take that right away, chmod g-w"
                        : null,
                };
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return Failed($"{path} is missing: `feedhub add example.org` makes it, README.md shows how to write it, and `feedhub demo` shows FeedHub without a list");
        }
        catch (UnauthorizedAccessException)
        {
            return Failed($"{path} may not be read by this user: change its owner or permissions");
        }
        catch (IOException exception)
        {
            return Failed($"{path} cannot be read: {MistakeList.Quote(exception.Message)[1..^1]}");
        }
    }

    private static FeedListContent Failed(string failure) => new(failure, null, failure);
}
