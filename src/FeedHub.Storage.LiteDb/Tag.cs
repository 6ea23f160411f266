using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace FeedHub.Storage.LiteDb;

/// <summary>
/// 64 bits of a hash that stand in an index for a name. Two names may have the same tag, which costs a look at a needless document: what is
/// found under a tag is compared by name. So an address has one tag whatever it names, the entry that has it for a guid, its article or the id
/// of that; most have the same for all three, and one key of the index finds them. The first 24 bits are those of the host, or of the feed where a
/// name means something in it alone, so that what comes together lies together, and a commit touches few pages of the index however long it is.
/// </summary>
internal static class Tag
{
    private const int PlaceBits = 24;

    public static long OfEntry(FeedId feed, EntryKey key)
    {
        // Behind the letter of its step (CONTRACT, Entry).
        var name = key.Value.Length > 2 ? key.Value[2..] : key.Value;
        return key.Value.Contains('/', StringComparison.Ordinal) ? Of(name) : Join(Hash(feed.Value), Hash($"{feed.Value}\n{key.Value}"));
    }

    /// <summary>Of the key or the id of an article.</summary>
    public static long OfArticle(string name) => Of(name);

    /// <summary>What tags of one feed or host have in common.</summary>
    public static long PlaceOf(long tag) => tag >> (64 - PlaceBits);

    /// <summary>64 bits of the hash of a text.</summary>
    public static ulong Hash(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }

    private static long Of(string name)
    {
        var scheme = name.IndexOf("://", StringComparison.Ordinal);
        var address = (scheme < 0 ? name : name[(scheme + "://".Length)..]).TrimEnd('/');
        var end = address.IndexOf('/', StringComparison.Ordinal);
        return Join(Hash(end < 0 ? address : address[..end]), Hash(address));
    }

    private static long Join(ulong place, ulong name) => (long)((place & ~(ulong.MaxValue >> PlaceBits)) | (name >> PlaceBits));
}
