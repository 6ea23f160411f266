namespace FeedHub.Reading;

/// <summary>Rights are kept as one line of plain text, whatever their element makes of them.</summary>
internal static class RightsLine
{
    /// <summary>Null where nothing is left to read.</summary>
    public static string? Of(ParsedText? text) =>
        text is not { IsHtml: true } ? text?.Value
            : PlainText.FromHtml(text.Value) is { Length: > 0 } line ? line
            : null;
}
