using System.Collections.Frozen;

namespace FeedHub.Serving;

/// <summary>All that the public listener serves, in memory: one immutable set, replaced as a whole.</summary>
internal sealed class PublishedDocuments
{
    private volatile FrozenDictionary<string, PublishedDocument> _byPath = FrozenDictionary<string, PublishedDocument>.Empty;
    private volatile FrozenSet<string> _announced = FrozenSet<string>.Empty;
    private DateTimeOffset _storeCreatedAt;

    /// <summary>The documents in the order of their paths.</summary>
    public IEnumerable<PublishedDocument> All => _byPath.Values.OrderBy(document => document.Path, StringComparer.Ordinal);

    public PublishedDocument? Find(string path) => _byPath.GetValueOrDefault(path);

    /// <summary>Whether a document names this address, which may be written a moment later.</summary>
    public bool IsAnnounced(string path) => _announced.Contains(path);

    /// <summary>Whether what is served was made from a store that has been replaced since.</summary>
    public bool IsFromAnEarlierStore(DateTimeOffset storeCreatedAt) => _storeCreatedAt != storeCreatedAt;

    /// <summary>Replaces all of them at once.</summary>
    /// <param name="documents">The new set.</param>
    /// <param name="announced">The addresses of archives that they name.</param>
    /// <param name="storeCreatedAt">Tells the store that they were made from.</param>
    public void Replace(IEnumerable<PublishedDocument> documents, IEnumerable<string> announced, DateTimeOffset storeCreatedAt)
    {
        _announced = announced.ToFrozenSet(StringComparer.Ordinal);
        var before = _byPath;
        _byPath = documents.ToFrozenDictionary(document => document.Path, StringComparer.Ordinal);
        _storeCreatedAt = storeCreatedAt;
        foreach (var gone in before.Values.Where(document => _byPath.GetValueOrDefault(document.Path) != document))
        {
            gone.Dispose();
        }
    }
}
