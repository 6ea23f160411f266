using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Compact;

namespace FeedHub.Configuration;

/// <summary>One JSON object a line, also where a text holds what JSON allows and other programs take for the end of a line (BAD-69).</summary>
internal sealed class OneLineJsonFormatter : ITextFormatter
{
    private readonly CompactJsonFormatter _json = new();

    public void Format(LogEvent logEvent, TextWriter output)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        _json.Format(logEvent, text);
        output.WriteLine(OneLineText.Escape(text.ToString().TrimEnd('\r', '\n'))); // only within strings is there anything left to escape
    }
}
