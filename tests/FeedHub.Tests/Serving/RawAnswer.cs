using System.Globalization;

namespace FeedHub.Serving;

/// <summary>An answer of HTTP/1.1 as it came, one character for each byte.</summary>
/// <param name="Text">All of it; empty: the connection was closed without a word.</param>
/// <param name="Status">Its status; 0: it is no answer of HTTP/1.1.</param>
/// <param name="Head">Its status line and headers.</param>
/// <param name="Body">Its body, put together where it came in chunks.</param>
internal sealed record RawAnswer(string Text, int Status, string Head, string Body)
{
    private const string Version = "HTTP/1.1 ";

    /// <summary>How many answers came over the connection.</summary>
    public int Count => Text.Split(Version).Length - 1;

    /// <summary>Whether as much of the body came as its length says.</summary>
    public bool IsWhole => Head.Length > 0 && (!int.TryParse(Header("Content-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out var length) || Body.Length >= length);

    public static RawAnswer Of(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (!text.StartsWith(Version, StringComparison.Ordinal) || end < 0)
        {
            return new RawAnswer(text, 0, "", "");
        }

        var answer = new RawAnswer(text, int.Parse(text.AsSpan(Version.Length, 3), CultureInfo.InvariantCulture), text[..end], text[(end + 4)..]);
        return answer.Header("Transfer-Encoding") is null ? answer : answer with { Body = WithoutChunks(answer.Body) };
    }

    /// <summary>The value of a header; null: it is not there.</summary>
    public string? Header(string name) => Head.Split("\r\n").Skip(1)
        .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 1)..].Trim())
        .FirstOrDefault();

    private static string WithoutChunks(string body)
    {
        var whole = "";
        while (body.IndexOf("\r\n", StringComparison.Ordinal) is > 0 and var line
            && int.Parse(body.AsSpan(0, line), NumberStyles.HexNumber, CultureInfo.InvariantCulture) is > 0 and var length)
        {
            whole += body.Substring(line + 2, length);
            body = body[(line + 2 + length + 2)..];
        }

        return whole;
    }
}
