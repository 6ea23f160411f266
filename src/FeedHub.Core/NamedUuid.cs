using System.Security.Cryptography;
using System.Text;

namespace FeedHub;

/// <summary>UUIDs of version 5 (RFC 9562, 5.5): the same name gives the same UUID for ever, in every store and on every node.</summary>
public static class NamedUuid
{
    // FeedHub's own namespaces. They stand in published ids and never change.
    private static readonly Guid ArticleNamespace = new("6f1a2c0e-3c57-5b0e-9a41-5d0f7c6b1e01");
    private static readonly Guid StoryNamespace = new("6f1a2c0e-3c57-5b0e-9a41-5d0f7c6b1e02");

    private static readonly Guid PublicationNamespace = new("6f1a2c0e-3c57-5b0e-9a41-5d0f7c6b1e03");
    private static readonly Guid SourceNamespace = new("6f1a2c0e-3c57-5b0e-9a41-5d0f7c6b1e04");

    /// <summary>The id of an article whose publisher gave it none: over its founding entry's feed and key.</summary>
    public static string ForArticle(FeedId feed, EntryKey key) => $"urn:uuid:{Make(ArticleNamespace, $"{feed.Value}\n{key.Value}")}";

    /// <summary>The id of the story that an article founds.</summary>
    public static string ForStory(string articleId) => $"urn:uuid:{Make(StoryNamespace, articleId)}";

    /// <summary>The id of a publication of FeedHub's own, by its full name.</summary>
    public static string ForPublication(string name) => $"urn:uuid:{Make(PublicationNamespace, name)}";

    /// <summary>The id of a source whose own names could not stand in a document.</summary>
    public static string ForSource(string name) => $"urn:uuid:{Make(SourceNamespace, name)}";

    private static Guid Make(Guid space, string name)
    {
        var bytes = new byte[16 + Encoding.UTF8.GetByteCount(name)];
        space.TryWriteBytes(bytes, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(name, bytes.AsSpan(16));
#pragma warning disable CA5350 // version 5 is SHA-1 by its definition; nothing here is a secret
        var hash = SHA1.HashData(bytes).AsSpan(0, 16);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0f) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash, bigEndian: true);
    }
}
