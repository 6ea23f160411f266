using System.Text.Json;

namespace FeedHub.Reading.Json;

/// <summary>Members of a JSON object by name and type; null where the member is absent, of another type, or its owner no object.</summary>
internal static class JsonMembers
{
    extension(JsonElement element)
    {
        public JsonElement? Member(string name) =>
            element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : null;

        public string? Text(string name) => element.Member(name)?.AsText();

        /// <summary>A number, true or false as the document writes it: ids that should have been strings.</summary>
        public string? RawText(string name) =>
            element.Member(name) is { ValueKind: JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False } member ? member.GetRawText() : null;

        public long? Size(string name) =>
            element.Member(name) is not { ValueKind: JsonValueKind.Number } member ? Numbers.Size(element.Text(name))
                : member.TryGetInt64(out var whole) && whole >= 0 ? whole
                : member.TryGetDouble(out var number) && number is >= 0 and < 1e18 ? (long)number
                : null;

        public IEnumerable<JsonElement>? List(string name) =>
            element.Member(name) is { ValueKind: JsonValueKind.Array } member ? member.EnumerateArray() : null;

        public string? AsText()
        {
            if (element.ValueKind != JsonValueKind.String)
            {
                return null;
            }

            try
            {
                return element.GetString()?.Trim() is { Length: > 0 } text ? text : null;
            }
            catch (InvalidOperationException)
            {
                return null; // half a surrogate pair as an escape: no text
            }
        }
    }
}
