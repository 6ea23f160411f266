using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using FeedHub.Configuration;

namespace FeedHub.Serving.Rating;

/// <summary>
/// The secret that signs forms and hashes networks, in a file of the data directory. Where it is lost, open forms end and networks may vote once
/// more; nothing else is signed with it.
/// </summary>
internal sealed class RatingKey
{
    private const string FileName = "rating.key";
    private const int KeyBytes = 32;
    private const int MarkBytes = 12;

    private readonly Lazy<byte[]> _key;

    public RatingKey(HubSettings settings)
        : this(() => ReadOrMake(Path.Combine(settings.DataPath, FileName)))
    {
    }

    public RatingKey(Func<byte[]> read) => _key = new(read);

    /// <summary>A signature that nobody else can make.</summary>
    public string Sign(string text) => Base64Url.EncodeToString(HMACSHA256.HashData(_key.Value, Encoding.UTF8.GetBytes(text)));

    /// <summary>A mark that tells two networks or forms of one story apart, and does not tell which they are.</summary>
    public string Mark(string kind, string storyId, string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_key.Value, Encoding.UTF8.GetBytes($"{kind}\n{storyId}\n{text}")).AsSpan(0, MarkBytes));

    private static byte[] ReadOrMake(string path)
    {
        if (File.Exists(path) && File.ReadAllBytes(path) is { Length: KeyBytes } known)
        {
            return known;
        }

        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var next = path + ".new";
        using (var file = new FileStream(next, options))
        {
            file.Write(key);
            file.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
        return key;
    }
}
