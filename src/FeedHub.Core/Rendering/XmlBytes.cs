using System.Text;
using System.Xml;

namespace FeedHub.Rendering;

/// <summary>XML as bytes: UTF-8 without byte order mark, line feeds, the same for the same calls.</summary>
internal static class XmlBytes
{
    private static readonly XmlWriterSettings _settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        Indent = true,
        IndentChars = " ",
        NewLineChars = "\n",
        NamespaceHandling = NamespaceHandling.OmitDuplicates,
    };

    /// <summary>
    /// A document; where <paramref name="page"/> is given, a comment names it to people who open the feed in a browser (OUT-29).
    /// </summary>
    public static byte[] Write(Uri? page, Action<XmlWriter> writeRoot) => Write(page, (writer, _) => writeRoot(writer));

    /// <summary>The same for who wants to know where in the bytes he is.</summary>
    public static byte[] Write(Uri? page, Action<XmlWriter, Stream> writeRoot) => RenderBuffer.BytesOf(bytes =>
    {
        using var writer = XmlWriter.Create(bytes, _settings);
        writer.WriteStartDocument();
        if (page is not null)
        {
            // A comment may not hold two hyphens.
            var address = page.AbsoluteUri.Replace("--", "-%2D", StringComparison.Ordinal);
            writer.WriteComment($" A feed for feed readers. The page for people: {address} ");
        }

        writeRoot(writer, bytes);
        writer.WriteEndDocument();
    });
}
