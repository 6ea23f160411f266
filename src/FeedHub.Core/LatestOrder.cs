using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace FeedHub;

/// <summary>The order of <c>/latest</c>: newest first sight first, then newest date, then by id. An article's place in it never moves.</summary>
public sealed class LatestOrder : IComparer<Article>
{
    private const int IdBytes = 16;

    private LatestOrder()
    {
    }

    /// <summary>The order.</summary>
    public static LatestOrder Instance { get; } = new();

    /// <summary>An article's place as bytes, the higher the nearer to the top; what a store keeps in order.</summary>
    public static byte[] KeyOf(Article article)
    {
        ArgumentNullException.ThrowIfNull(article);
        var key = new byte[sizeof(long) + sizeof(long) + IdBytes];
        BinaryPrimitives.WriteInt64BigEndian(key, article.FirstSeenAt.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteInt64BigEndian(key.AsSpan(sizeof(long)), article.DatedAt.ToUnixTimeMilliseconds());
        SHA256.HashData(Encoding.UTF8.GetBytes(article.Id)).AsSpan(0, IdBytes).CopyTo(key.AsSpan(2 * sizeof(long)));
        return key;
    }

    /// <summary>Below 0 where the first stands nearer to the top.</summary>
    public int Compare(Article? x, Article? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        var seen = y.FirstSeenAt.CompareTo(x.FirstSeenAt);
        return seen != 0 ? seen : KeyOf(y).AsSpan().SequenceCompareTo(KeyOf(x));
    }
}
