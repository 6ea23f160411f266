using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace FeedHub.Serving.Rating;

/// <summary>
/// The secret that signs forms and hashes networks. Where it is lost, open forms end and networks may vote once more; nothing else is signed with it.
/// </summary>
internal sealed class RatingKey(Func<byte[]> read)
{
    private const int MarkBytes = 12;

    private readonly Lazy<byte[]> _key = new(read);

    /// <summary>A signature that nobody else can make.</summary>
    public string Sign(string text) => Base64Url.EncodeToString(HMACSHA256.HashData(_key.Value, Encoding.UTF8.GetBytes(text)));

    /// <summary>A mark that tells two networks or forms of one story apart, and does not tell which they are.</summary>
    public string Mark(string kind, string storyId, string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_key.Value, Encoding.UTF8.GetBytes($"{kind}\n{storyId}\n{text}")).AsSpan(0, MarkBytes));
}
