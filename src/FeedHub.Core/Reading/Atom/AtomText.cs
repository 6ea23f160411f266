using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;
using FeedHub.Reading.Markup;

namespace FeedHub.Reading.Atom;

/// <summary>Atom's text constructs and content: the type says what the characters are (RFC 4287, 3.1 and 4.1.3; Atom 0.3, 3.1).</summary>
internal static class AtomText
{
    private const string AnyBytes = "application/octet-stream";

    public static ParsedText? Read(ElementReader reader)
    {
        var isOld = reader.Vocabulary == Vocabulary.Atom03;
        var type = WithoutParameters(reader.Attribute("type"));
        var mode = reader.Attribute("mode");
        if (Is(mode, "base64") || (!isOld && IsBinary(type)))
        {
            return Binary(reader, type);
        }

        var isXhtml = Is(type, "xhtml") || (MediaTypes.IsXml(type) && !Is(mode, "escaped")) || (isOld && Is(type, "text/html") && Is(mode, "xml"));
        var value = reader.ReadMarkup(isXhtml, out var hasElements, out var contentBase);
        if (value is null)
        {
            return null;
        }

        if (isXhtml && !hasElements && Unescaped(value) is var written && HtmlLooks.IsHtml(written))
        {
            return new(written, true, contentBase?.AbsoluteUri); // escaped, or in a CDATA section, where the elements themselves should stand
        }

        var isHtml = isXhtml || hasElements || Is(type, "html") || Is(type, "text/html") || MediaTypes.IsXml(type)
            || (!IsKnown(type) && HtmlLooks.IsHtml(value));
        return isHtml ? new(value, true, contentBase?.AbsoluteUri) : new(value, false);
    }

    private static string Unescaped(string value) =>
        value.Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal);

    // "CDATA" says nothing, and a library has written it for years: the text is what it looks like.
    private static bool IsKnown(string? type) => type is null || Is(type, "text") || type.Contains('/', StringComparison.Ordinal);

    private static bool Is(string? value, string name) => string.Equals(value, name, StringComparison.OrdinalIgnoreCase);

    private static bool IsBinary(string? type) =>
        type is not null && type.Contains('/', StringComparison.Ordinal) && !MediaTypes.IsXml(type) && !type.StartsWith("text/", StringComparison.OrdinalIgnoreCase);

    // "text/html; charset=utf-8"
    private static string? WithoutParameters(string? type) =>
        type is null ? null : (type.IndexOf(';', StringComparison.Ordinal) is var end and >= 0 ? type[..end] : type).Trim();

    private static ParsedText? Binary(ElementReader reader, string? type)
    {
        var contentBase = reader.Base?.AbsoluteUri;
        if (reader.ReadString() is not { } base64)
        {
            return null;
        }

        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(base64.Length)];
        if (!Convert.TryFromBase64String(base64, bytes, out var length))
        {
            return IsBinary(type) && !IsMedium(type) && base64.Contains(' ', StringComparison.Ordinal)
                ? new(base64, HtmlLooks.IsHtml(base64), contentBase) // words, under a type that asks for base64
                : null;
        }

        if (!MayBeText(type) || !Utf8.IsValid(bytes.AsSpan(0, length)))
        {
            return null; // a picture is no text
        }

        var value = Encoding.UTF8.GetString(bytes, 0, length).Trim();
        return value.Length == 0 || value.AsSpan().IndexOfAnyInRange('\0', '\u0008') >= 0 ? null
            : Is(type, "text/html") || Is(type, "html") || MediaTypes.IsXml(type) || (Is(type, AnyBytes) && HtmlLooks.IsHtml(value))
                ? new(value, true, contentBase)
                : new(value, false);
    }

    private static bool IsMedium(string? type) =>
        MediaTypes.IsImage(type) || type?.StartsWith("audio/", StringComparison.OrdinalIgnoreCase) == true
        || type?.StartsWith("video/", StringComparison.OrdinalIgnoreCase) == true;

    // Bytes of no stated kind are shown where they are text.
    private static bool MayBeText(string? type) => !IsBinary(type) || Is(type, AnyBytes);
}
