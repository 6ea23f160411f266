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
    private static readonly string[] _schemes = ["http://", "https://"];

    [ThreadStatic]
    private static (string Name, ulong Hash)? _lastPlace;

    public static long OfEntry(FeedId feed, EntryKey key)
    {
        // Behind the letter of its step (CONTRACT, Entry).
        var name = key.Value.Length > 2 ? key.Value[2..] : key.Value;
        return key.Value.Contains('/', StringComparison.Ordinal) ? Of(name) : Join(HashOfPlace(feed.Value), Hash($"{feed.Value}\n{key.Value}"));
    }

    /// <summary>Of an address with or without its scheme, as the key or the id of an article is one, or of what else stands there.</summary>
    public static long Of(string name)
    {
        // No more is taken off: a feed could give any number of entries one tag, and whoever looks for it would read them all.
        var scheme = _schemes.FirstOrDefault(scheme => name.StartsWith(scheme, StringComparison.Ordinal)) ?? "";
        var address = name[scheme.Length..(name.EndsWith('/') && name.Length > scheme.Length ? ^1 : ^0)];
        var end = address.IndexOf('/', StringComparison.Ordinal);
        return Join(HashOfPlace(end < 0 ? address : address[..end]), Hash(address));
    }

    /// <summary>What tags of one feed or host have in common.</summary>
    public static long PlaceOf(long tag) => tag >> (64 - PlaceBits);

    // What comes together is of one place.
    private static ulong HashOfPlace(string place)
    {
        if (_lastPlace is not { } last || last.Name != place)
        {
            _lastPlace = last = (place, Hash(place));
        }

        return last.Hash;
    }

    /// <summary>64 bits of the hash of a text.</summary>
    public static ulong Hash(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }

    private static long Join(ulong place, ulong name) => (long)((place & ~(ulong.MaxValue >> PlaceBits)) | (name >> PlaceBits));
}
