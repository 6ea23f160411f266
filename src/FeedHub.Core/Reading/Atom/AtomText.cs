using System.Buffers.Text;
using System.Text;
using FeedHub.Reading.Markup;

namespace FeedHub.Reading.Atom;

/// <summary>Atom's text constructs and content: the type says what the characters are (RFC 4287, 3.1 and 4.1.3; Atom 0.3, 3.1).</summary>
internal static class AtomText
{
    public static ParsedText? Read(ElementReader reader)
    {
        var isOld = reader.Vocabulary == Vocabulary.Atom03;
        var type = reader.Attribute("type");
        var mode = reader.Attribute("mode");
        if (Is(mode, "base64") || (!isOld && IsBinary(type)))
        {
            return Binary(reader.ReadString(), type);
        }

        var isXhtml = Is(type, "xhtml") || (MediaTypes.IsXml(type) && !Is(mode, "escaped")) || (isOld && Is(type, "text/html") && Is(mode, "xml"));
        var value = reader.ReadMarkup(isXhtml, out var hasElements, out var contentBase);
        if (value is null)
        {
            return null;
        }

        var isHtml = isXhtml || hasElements || Is(type, "html") || Is(type, "text/html") || MediaTypes.IsXml(type);
        return isHtml ? new(value, true, contentBase?.AbsoluteUri) : new(value, false);
    }

    private static bool Is(string? value, string name) => string.Equals(value, name, StringComparison.OrdinalIgnoreCase);

    private static bool IsBinary(string? type) =>
        type is not null && type.Contains('/', StringComparison.Ordinal) && !MediaTypes.IsXml(type) && !type.StartsWith("text/", StringComparison.OrdinalIgnoreCase);

    private static ParsedText? Binary(string? base64, string? type)
    {
        if (base64 is null || (type is not null && type.Contains('/', StringComparison.Ordinal) && !type.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
            && !MediaTypes.IsXml(type)))
        {
            return null; // a picture is no text
        }

        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(base64.Length)];
        return Convert.TryFromBase64String(base64, bytes, out var length) && Encoding.UTF8.GetString(bytes, 0, length).Trim() is { Length: > 0 } value
            ? new(value, Is(type, "text/html") || Is(type, "html") || MediaTypes.IsXml(type))
            : null;
    }
}
