using System.Collections.Frozen;
using System.Text.Json;
using FeedHub.Configuration;

namespace FeedHub.Serving;

/// <summary>
/// The archive documents, served from files below the data directory without any call to the store. Only addresses of documents that are there
/// lead to a file: no part of a request becomes part of a path.
/// </summary>
internal sealed class ArchiveFiles
{
    /// <summary>The folder in the data directory.</summary>
    public const string FolderName = "archive";

    private const string MarkExtension = ".json";

    private readonly Lock _mutex = new();
    private volatile FrozenDictionary<string, ArchivedDocument> _byPath = FrozenDictionary<string, ArchivedDocument>.Empty;
    private bool _isLoaded;

    private readonly string _daysFolder;

    public ArchiveFiles(HubSettings settings)
    {
        Folder = Path.Combine(Path.GetFullPath(settings.DataPath), FolderName);
        _daysFolder = ArchiveDays.FolderOf(settings) + Path.DirectorySeparatorChar;
    }

    /// <summary>Where they lie.</summary>
    public string Folder { get; }

    /// <summary>All of them, the oldest month first.</summary>
    public IEnumerable<ArchivedDocument> All => Loaded.Values.OrderBy(document => document.Month, StringComparer.Ordinal).ThenBy(document => document.Path, StringComparer.Ordinal);

    public ArchivedDocument? Find(string path) => Loaded.GetValueOrDefault(path);

    /// <summary>The document of a month; null: there is none.</summary>
    public ArchivedDocument? Find(string list, Month month) => Loaded.GetValueOrDefault(PathOf(list, month));

    /// <summary>Where the document of a month is served.</summary>
    public static string PathOf(string list, Month month) =>
        list == RankedList.WholeName ? $"/archive/{month.Name}.atom" : $"/channels/{list}/archive/{month.Name}.atom";

    /// <summary>The folder of a list's documents.</summary>
    public string FolderOf(string list) => list == RankedList.WholeName ? Folder : Path.Combine(Folder, "channels", list);

    /// <summary>The file that says what a month's files are.</summary>
    public string MarkOf(string list, Month month) => Path.Combine(FolderOf(list), month.Name + MarkExtension);

    /// <summary>Serves a document from now on, in the place of an earlier one of its address.</summary>
    public void Put(ArchivedDocument document)
    {
        lock (_mutex)
        {
            _byPath = new Dictionary<string, ArchivedDocument>(Loaded, StringComparer.Ordinal) { [document.Path] = document }
                .ToFrozenDictionary(StringComparer.Ordinal);
        }
    }

    /// <summary>Answers a GET or HEAD.</summary>
    public async Task WriteAsync(HttpContext context, ArchivedDocument document)
    {
        // A document that is written anew takes the files of the one before away: then the new one is the answer.
        var coding = ConditionalRequest.Choose(context.Request.Headers.AcceptEncoding);
        var stream = Open(document, coding);
        if (stream is null && Find(document.Path) is { } newer)
        {
            document = newer;
            stream = Open(document, coding);
        }

        if (stream is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await using var _ = stream;
        if (document.Headers.Begin(context, coding, stream.Length))
        {
            await stream.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
    }

    private FileStream? Open(ArchivedDocument document, ContentCoding coding)
    {
        try
        {
            return new FileStream(
                Path.Combine(FolderOf(document.List), document.FileOf(coding)),
                new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan, Share = FileShare.ReadWrite | FileShare.Delete });
        }
        catch (IOException)
        {
            return null;
        }
    }

    private FrozenDictionary<string, ArchivedDocument> Loaded
    {
        get
        {
            if (!Volatile.Read(ref _isLoaded))
            {
                lock (_mutex)
                {
                    if (!_isLoaded)
                    {
                        _byPath = Read().ToFrozenDictionary(document => document.Path, StringComparer.Ordinal);
                        Volatile.Write(ref _isLoaded, true);
                    }
                }
            }

            return _byPath;
        }
    }

    /// <summary>What the files say of themselves; those that a crash left half written are as if they were not there.</summary>
    private List<ArchivedDocument> Read()
    {
        List<ArchivedDocument> documents = [];
        if (!Directory.Exists(Folder))
        {
            return documents;
        }

        foreach (var mark in Directory.EnumerateFiles(Folder, "*" + MarkExtension, SearchOption.AllDirectories)
            .Where(file => !file.StartsWith(_daysFolder, StringComparison.Ordinal)))
        {
            try
            {
                if (JsonSerializer.Deserialize(File.ReadAllBytes(mark), ArchiveJson.Default.ArchivedDocument) is { } document
                    && Month.Parse(document.Month) is { } month
                    && document.Path == PathOf(document.List, month)
                    && mark == MarkOf(document.List, month)
                    && Path.GetFileName(document.File) == document.File
                    && IsComplete(document))
                {
                    documents.Add(document);
                }
            }
            catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
            {
                // Written anew where the month is not over; else an operator has to look at it.
            }
        }

        return documents;
    }

    private bool IsComplete(ArchivedDocument document) => Enum.GetValues<ContentCoding>().All(coding =>
        new FileInfo(Path.Combine(FolderOf(document.List), document.FileOf(coding))) is { Exists: true } file && file.Length == document.Bytes[(int)coding]);
}
