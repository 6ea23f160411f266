using System.Text;
using FeedHub.Configuration;

namespace FeedHub.Commands;

/// <summary>
/// A table of tab-separated cells with the names of its columns in the first line. Quotes are letters like any other. Rows are read where they
/// lie, one at a time, in any order; only their places are held.
/// </summary>
internal sealed class TabbedFile : IDisposable
{
    private const int BufferLength = 64 * 1024;
    private const int MaxLineLength = 256 * 1024 * 1024;
    private const int MaxShownLength = 200;

    private readonly FileStream _file;
    private readonly List<(long Start, int Length)> _places = [];
    private readonly string[] _columns;

    private TabbedFile(FileStream file, string name)
    {
        _file = file;
        FindLines(name);
        if (_places.Count == 0)
        {
            throw new HubException(ExitCode.NotWell, $"{name} is empty: its first line must name the columns");
        }

        // As spreadsheets save it, a file may begin with a byte order mark.
        _columns = [.. Cells(0).Select(column => column.Trim().TrimStart('\ufeff').ToLowerInvariant())];
        _places.RemoveAt(0);
        if (!_columns.Contains("id", StringComparer.Ordinal))
        {
            var said = string.Join(", ", _columns);
            throw new HubException(
                ExitCode.NotWell,
                $"{name}: the first line must name the columns, and one of them must be id (it says: {said[..Math.Min(said.Length, MaxShownLength)]})");
        }
    }

    /// <summary>Rows after the first line; empty lines are none.</summary>
    public int RowCount => _places.Count;

    /// <summary>The file of a name; <c>-</c> or null is standard input, which is put aside first.</summary>
    /// <exception cref="HubException">It cannot be read, or is no such table.</exception>
    public static async Task<TabbedFile> OpenAsync(string? path, CancellationToken cancellationToken)
    {
        var name = path is null or "-" ? "standard input" : path;
        FileStream? file = null;
        try
        {
            file = path is null or "-" ? await PutAsideAsync(Console.OpenStandardInput(), cancellationToken) : File.OpenRead(path);
            file = file.CanSeek ? file : await PutAsideAsync(file, cancellationToken); // a pipe with a name
            return new TabbedFile(file, name);
        }
        catch (Exception exception)
        {
            file?.Dispose();
            if (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
            {
                throw new HubException(ExitCode.NotWell, $"{name} cannot be read: {exception.Message}");
            }

            throw;
        }
    }

    /// <summary>The place of a column in <see cref="Cells"/>; null: the table has none of this name.</summary>
    public int? ColumnOf(string name) => Array.IndexOf(_columns, name) is >= 0 and var column ? column : null;

    /// <summary>The cells of a row, which may be fewer than there are columns.</summary>
    public string[] Cells(int row)
    {
        var (start, length) = _places[row];
        var bytes = new byte[length];
        for (var read = 0; read < length;)
        {
            var more = RandomAccess.Read(_file.SafeFileHandle, bytes.AsSpan(read), start + read);
            if (more == 0)
            {
                throw new IOException("the file was cut off while it was read");
            }

            read += more;
        }

        return Encoding.UTF8.GetString(bytes).TrimEnd('\r').Split('\t');
    }

    public void Dispose() => _file.Dispose();

    private void FindLines(string name)
    {
        var buffer = new byte[BufferLength];
        var (start, at) = (0L, 0L);
        while (RandomAccess.Read(_file.SafeFileHandle, buffer, at) is > 0 and var count)
        {
            for (var from = 0; buffer.AsSpan(from, count - from).IndexOf((byte)'\n') is >= 0 and var end; from += end + 1)
            {
                Add(name, start, at + from + end);
                start = at + from + end + 1;
            }

            at += count;
        }

        Add(name, start, at);
    }

    private void Add(string name, long start, long end)
    {
        if (end - start > MaxLineLength)
        {
            throw new HubException(ExitCode.NotWell, $"{name}: line {_places.Count + 1} is longer than any row");
        }

        if (end > start)
        {
            _places.Add((start, (int)(end - start)));
        }
    }

    private static async Task<FileStream> PutAsideAsync(Stream input, CancellationToken cancellationToken)
    {
        var aside = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
            new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose });
        await using (input)
        {
            await input.CopyToAsync(aside, cancellationToken);
        }

        await aside.FlushAsync(cancellationToken);
        return aside;
    }
}
