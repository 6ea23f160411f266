using System.Text;

namespace FeedHub.Damaging;

/// <summary>The ways in which JSON is broken. None of them leaves a document that could be read in part without guessing.</summary>
internal static class JsonDamage
{
    /// <summary>Every kind by its name; null where a document has nothing that could break so.</summary>
    public static readonly IReadOnlyDictionary<string, Func<byte[], byte[]?>> Kinds = new Dictionary<string, Func<byte[], byte[]?>>
    {
        ["cut at 10%"] = whole => whole[..(whole.Length / 10)],
        ["cut at 30%"] = whole => whole[..(whole.Length * 3 / 10)],
        ["cut at 50%"] = whole => whole[..(whole.Length / 2)],
        ["cut at 70%"] = whole => whole[..(whole.Length * 7 / 10)],
        ["cut at 90%"] = whole => whole[..(whole.Length * 9 / 10)],
        ["the last brace missing"] = whole => Text(whole, text => text[..text.LastIndexOf('}')]),
        ["the end of the items missing"] = whole => Text(whole, text => text.Remove(text.LastIndexOf(']'), 1)),
        ["a quote missing"] = whole => Text(whole, text => text.Remove(text.IndexOf('"', text.Length / 2), 1)),
        ["a comma missing"] = whole => Text(whole, text => text.IndexOf("\",", StringComparison.Ordinal) is > 0 and var at ? text.Remove(at + 1, 1) : null),
        ["a comma too many"] = whole => Text(whole, text => text.Insert(text.LastIndexOf('}'), ",")),
        ["quotes of one stroke"] = whole => Text(whole, text => text.Replace('"', '\'')),
        ["a line end in a string"] = whole => Text(whole, text => text.Insert(text.IndexOf(':', StringComparison.Ordinal) - 2, "\n")),
        ["a comment"] = whole => Text(whole, text => text.Insert(text.LastIndexOf('}'), "/* end */")),
        ["a wrong escape"] = whole => Text(whole, text => text.Insert(text.IndexOf('"', StringComparison.Ordinal) + 1, "\\x")),
        ["a number that is none"] = whole => Text(whole, text => text.Insert(text.LastIndexOf('}'), ", \"n\": NaN")),
        ["junk behind"] = whole => Text(whole, text => text + "\n<!-- made in 0.1 s -->"),
        ["the document twice"] = whole => [.. whole, .. whole],
    };

    // In the view of bytes, where the document is not in UTF-16.
    private static byte[]? Text(byte[] whole, Func<string, string?> damage) =>
        whole.AsSpan().StartsWith("{"u8) && !whole.Contains((byte)0) && damage(Encoding.Latin1.GetString(whole)) is { } text
            ? Encoding.Latin1.GetBytes(text)
            : null;
}
