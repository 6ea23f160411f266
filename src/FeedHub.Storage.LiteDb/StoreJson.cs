using System.Text.Json;
using System.Text.Json.Serialization;

namespace FeedHub.Storage.LiteDb;

/// <summary>How nouns become the bytes of a stored document.</summary>
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    Converters = [typeof(FeedIdConverter), typeof(EntryKeyConverter), typeof(InstantConverter), typeof(JsonStringEnumConverter<FeedFormat>),
        typeof(JsonStringEnumConverter<ApiKeyScope>)])]
[JsonSerializable(typeof(FeedState))]
[JsonSerializable(typeof(Entry))]
[JsonSerializable(typeof(Article))]
[JsonSerializable(typeof(IReadOnlyList<Entry>))]
[JsonSerializable(typeof(IReadOnlyList<Article>))]
[JsonSerializable(typeof(HubState))]
[JsonSerializable(typeof(Story))]
[JsonSerializable(typeof(Edition))]
[JsonSerializable(typeof(StoryBallot))]
[JsonSerializable(typeof(ApiKey))]
[JsonSerializable(typeof(RecentStates))]
[JsonSerializable(typeof(IReadOnlyList<FeedVisit>))]
[JsonSerializable(typeof(BackupManifest))]
internal sealed partial class StoreJson : JsonSerializerContext;

internal sealed class FeedIdConverter : JsonConverter<FeedId>
{
    public override FeedId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, FeedId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

internal sealed class EntryKeyConverter : JsonConverter<EntryKey>
{
    public override EntryKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, EntryKey value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

/// <summary>Instants are whole milliseconds since 1970, in UTC.</summary>
internal sealed class InstantConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64());

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.ToUnixTimeMilliseconds());
}
