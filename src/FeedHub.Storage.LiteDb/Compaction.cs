using LiteDB;

namespace FeedHub.Storage.LiteDb;

/// <summary>
/// Copies a database into a new file, which has no room for what was removed: LiteDB gives none back. It goes in steps between which commits
/// have their turn; what they write is noted, and copied once more at the end. Belongs to the store's thread.
/// </summary>
internal sealed class Compaction : IDisposable
{
    private const int StepCount = 200;

    private readonly string _folder;
    private readonly Database _source;
    private readonly Database _copy;
    private readonly Queue<string> _collections = new(Database.Collections);
    private readonly Dictionary<(string Collection, string Id), BsonValue> _written = [];
    private BsonValue _last = BsonValue.MinValue;

    /// <param name="source">Written to by nobody but the thread that calls this.</param>
    /// <param name="dataDirectory">Where a folder is made for the copy.</param>
    public Compaction(Database source, string dataDirectory)
    {
        _source = source;
        _folder = FolderIn(dataDirectory);
        Sweep(dataDirectory);
        Directory.CreateDirectory(_folder);
        _copy = new Database(_folder);
        _source.Written += Note;
    }

    /// <summary>Takes away what an earlier one left unfinished.</summary>
    public static void Sweep(string dataDirectory)
    {
        if (Directory.Exists(FolderIn(dataDirectory)))
        {
            Directory.Delete(FolderIn(dataDirectory), recursive: true);
        }
    }

    /// <summary>Copies some more; false: all has been copied once.</summary>
    public bool Step()
    {
        if (!_collections.TryPeek(out var collection))
        {
            return false;
        }

        var documents = _source.ReadAbove(collection, "_id", _last, StepCount);
        if (documents.Count > 0)
        {
            _copy.Commit(copy => copy.Upsert(collection, documents));
            _last = documents[^1]["_id"];
        }

        if (documents.Count < StepCount)
        {
            _collections.Dequeue();
            _last = BsonValue.MinValue;
        }

        return true;
    }

    /// <summary>Copies what was written meanwhile. The file is then complete and on disk, and nothing may be written any more.</summary>
    /// <returns>The copy.</returns>
    public string Finish()
    {
        foreach (var chunk in _written.Chunk(StepCount))
        {
            _copy.Commit(copy =>
            {
                foreach (var ((collection, _), id) in chunk)
                {
                    if (_source.Find(collection, id) is { } document)
                    {
                        copy.Upsert(collection, [document]);
                    }
                    else
                    {
                        copy.Delete(collection, [id]);
                    }
                }
            });
        }

        _copy.Checkpoint();
        _copy.Dispose();
        return Path.Combine(_folder, Database.DataName);
    }

    public void Dispose()
    {
        _source.Written -= Note;
        _copy.Dispose();
    }

    private static string FolderIn(string dataDirectory) => Path.Combine(dataDirectory, "compacting");

    private void Note(string collection, BsonValue id) => _written[(collection, id.IsBinary ? Convert.ToHexString(id.AsBinary) : id.ToString())] = id;
}
