using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using FeedHub.Configuration;
using FeedHub.Serving.Pages;

namespace FeedHub.Serving;

/// <summary>
/// The days of the archive, as files below the data directory: what its pages are made from. Only the digits of a date become part of a path.
/// </summary>
internal sealed class ArchiveDays(HubSettings settings)
{
    private readonly string _folder = FolderOf(settings);

    /// <summary>Where they lie.</summary>
    public static string FolderOf(HubSettings settings) => Path.Combine(Path.GetFullPath(settings.DataPath), ArchiveFiles.FolderName, "days");

    /// <summary>The file of a month: its days, newest first, with a few of their articles.</summary>
    public string FileOf(Month month) => Path.Combine(_folder, month.Name + ".json");

    /// <summary>The file of a day, with all articles that its page shows.</summary>
    public string FileOf(DateOnly day) => Path.Combine(_folder, MonthOf(day).Name, day.Day.ToString("00", CultureInfo.InvariantCulture) + ".json");

    public static Month MonthOf(DateOnly day) => new(day.Year, day.Month);

    /// <summary>Whether the days of a month were written.</summary>
    public bool Has(Month month) => File.Exists(FileOf(month));

    /// <summary>The days of a month; null: it was not archived.</summary>
    public Task<IReadOnlyList<ArchivePageDay>?> ReadAsync(Month month, CancellationToken cancellationToken) =>
        ReadAsync(FileOf(month), bytes => JsonSerializer.Deserialize(bytes, ArchiveDayJson.Default.IReadOnlyListArchivePageDay), cancellationToken);

    /// <summary>A day; null: it was not archived.</summary>
    public Task<ArchivePageDay?> ReadAsync(DateOnly day, CancellationToken cancellationToken) =>
        ReadAsync(FileOf(day), bytes => JsonSerializer.Deserialize(bytes, ArchiveDayJson.Default.ArchivePageDay), cancellationToken);

    private static async Task<T?> ReadAsync<T>(string file, Func<byte[], T?> deserialize, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return deserialize(await File.ReadAllBytesAsync(file, cancellationToken));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}

/// <summary>How days are written.</summary>
[JsonSourceGenerationOptions(IgnoreReadOnlyProperties = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ArchivePageDay))]
[JsonSerializable(typeof(IReadOnlyList<ArchivePageDay>))]
internal sealed partial class ArchiveDayJson : JsonSerializerContext;
