using System.Text.Json;
using FeedHub.Configuration;
using FeedHub.Reading;
using Queue = System.Threading.Channels.Channel;

namespace FeedHub.Commands;

/// <summary><c>feedhub parse</c>: documents to JSON lines, in input order, read by several workers.</summary>
internal static class ParseCommand
{
    private const int MaxBytes = 256 * 1024 * 1024;
    private const int MaxPendingMegabytes = 64;

    public static async Task<int> RunAsync(IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        // Started in order, finished in any, written in order; large documents wait until those before them are written.
        var lines = Queue.CreateBounded<(Task<(MemoryStream Line, bool IsWell)> Line, int Megabytes)>(Environment.ProcessorCount * 4);
        using var free = new SemaphoreSlim(MaxPendingMegabytes);
        var isWell = true;
        var reading = Task.Run(
            async () =>
            {
                try
                {
                    await foreach (var input in InputsAsync(files, cancellationToken))
                    {
                        var megabytes = Megabytes(input.Path);
                        for (var taken = 0; taken < megabytes; taken++)
                        {
                            await free.WaitAsync(cancellationToken);
                        }

                        await lines.Writer.WriteAsync((Task.Run(() => ReadAsync(input, cancellationToken), cancellationToken), megabytes), cancellationToken);
                    }
                }
                finally
                {
                    lines.Writer.Complete();
                }
            },
            cancellationToken);
        await using var output = Console.OpenStandardOutput();
        await foreach (var (reader, megabytes) in lines.Reader.ReadAllAsync(cancellationToken))
        {
            var (line, well) = await reader;
            isWell &= well;
            await output.WriteAsync(line.GetBuffer().AsMemory(0, (int)line.Length), cancellationToken);
            if (megabytes > 0)
            {
                free.Release(megabytes);
            }
        }

        await output.FlushAsync(cancellationToken);
        await reading;
        return isWell ? ExitCode.Done : ExitCode.NotWell;
    }

    private static async IAsyncEnumerable<ParseInput> InputsAsync(
        IReadOnlyList<string> files, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            yield return new ParseInput(file, new DocumentContext(null, null), null);
        }

        if (files.Count > 0)
        {
            yield break;
        }

        using var input = new StreamReader(Console.OpenStandardInput());
        while (await input.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Length > 0)
            {
                yield return ParseInput.Parse(line);
            }
        }
    }

    // What a document counts for; small ones are bounded by their number.
    private static int Megabytes(string path)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: var length } ? (int)Math.Min(length / (1024 * 1024), MaxPendingMegabytes) : 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return 0; // the reading says what is wrong with it
        }
    }

    private static async Task<(MemoryStream Line, bool IsWell)> ReadAsync(ParseInput input, CancellationToken cancellationToken)
    {
        var outcome = input.Mistake is null
            ? await ReadFileAsync(input, cancellationToken)
            : new ReadOutcome.NotAFeed("input", input.Mistake, null);
        var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            ParsedFeedJson.Write(json, input.Path, outcome);
        }

        buffer.WriteByte((byte)'\n');
        return (buffer, outcome is ReadOutcome.Read);
    }

    private static async Task<ReadOutcome> ReadFileAsync(ParseInput input, CancellationToken cancellationToken)
    {
        try
        {
            return new FileInfo(input.Path) switch
            {
                { Exists: true, Length: > MaxBytes } => new ReadOutcome.NotAFeed("too-large", "the file is larger than any feed", null),
                { Exists: true, Length: 0 } => FeedReader.Read(default, input.Context), // devices, which never end, have no length either
                _ => FeedReader.Read(await File.ReadAllBytesAsync(input.Path, cancellationToken), input.Context),
            };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return new ReadOutcome.NotAFeed("file", $"the file cannot be read: {exception.Message}", null);
        }
    }
}

/// <summary>One line of input: a path, and what an HTTP client would know of the document.</summary>
internal sealed record ParseInput(string Path, DocumentContext Context, string? Mistake)
{
    public static ParseInput Parse(string line)
    {
        var tab = line.IndexOf('\t', StringComparison.Ordinal);
        if (tab < 0 || string.IsNullOrWhiteSpace(line[tab..]))
        {
            return new ParseInput(tab < 0 ? line : line[..tab], new DocumentContext(null, null), null);
        }

        try
        {
            using var known = JsonDocument.Parse(line.AsMemory(tab + 1));
            var headers = known.RootElement.TryGetProperty("headers", out var found) && found.ValueKind == JsonValueKind.Object ? found : default;
            var url = known.RootElement.TryGetProperty("url", out var value) && value.ValueKind == JsonValueKind.String
                && Uri.TryCreate(value.GetString(), UriKind.Absolute, out var parsed) ? parsed : null;
            return new ParseInput(
                line[..tab],
                new DocumentContext(url, Header("content-type"), Header("content-location"), Header("content-language")),
                null);

            string? Header(string name) =>
                headers.ValueKind == JsonValueKind.Object && headers.TryGetProperty(name, out var header)
                    && header.ValueKind == JsonValueKind.String ? header.GetString() : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return new ParseInput(line[..tab], new DocumentContext(null, null), "what follows the tab is no JSON object with url and headers");
        }
    }
}
