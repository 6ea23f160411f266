using System.Globalization;
using System.Text.Json;
using Serilog.Events;
using Serilog.Formatting.Display;
using Serilog.Parsing;

namespace FeedHub.Configuration;

/// <summary>Texts of strangers in the log.</summary>
public sealed class OneLineTests
{
    private const string Hostile = "a\r\n12:00:00 FTL b\u001b[2J\u009b1m\u0085\u2028\u2029\0\"}{x} é😀";

    [Theory]
    [InlineData("plain {text} \"é😀\"", "plain {text} \"é😀\"")]
    [InlineData("a\r\n\tb", @"a\r\n\tb")]
    [InlineData("\u001b[2J\u0085\u2028\u2029\0", @"\u001b[2J\u0085\u2028\u2029\u0000")]
    public void BAD_69_What_breaks_lines_or_moves_a_cursor_is_written_as_its_escape(string text, string expected) =>
        Assert.Equal(expected, OneLineText.Escape(text));

    [Fact]
    public void BAD_69_An_event_of_the_text_log_is_one_line_with_its_exception()
    {
        var told = Event();
        new OneLineEnricher().Enrich(told, null!);
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        new MessageTemplateTextFormatter(HubLogging.Template, CultureInfo.InvariantCulture).Format(told, text);

        var line = Line(text);
        Assert.StartsWith("08:00:00 ERR Feed a\\r\\n12:00:00 FTL b\\u001b[2J", line, StringComparison.Ordinal);
        Assert.Contains("InvalidOperationException: a\\r\\n12:00:00", line, StringComparison.Ordinal);
    }

    [Fact]
    public void BAD_69_An_event_of_the_json_log_is_one_line_and_loses_nothing()
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        new OneLineJsonFormatter().Format(Event(), text);

        using var json = JsonDocument.Parse(Line(text));
        Assert.Equal(Hostile, json.RootElement.GetProperty("Title").GetString());
        Assert.Contains(Hostile, json.RootElement.GetProperty("@x").GetString(), StringComparison.Ordinal);
    }

    private static LogEvent Event() => new(
        new DateTimeOffset(2026, 11, 2, 8, 0, 0, TimeSpan.Zero), LogEventLevel.Error, new InvalidOperationException(Hostile),
        new MessageTemplateParser().Parse("Feed {Title} failed, as did {Others}"),
        [
            new LogEventProperty("Title", new ScalarValue(Hostile)),
            new LogEventProperty("Others", new SequenceValue([new ScalarValue(Hostile), new ScalarValue(new Uri("https://example.org/%E2%80%A8"))])),
        ]);

    private static string Line(StringWriter text)
    {
        var line = text.ToString()[..^Environment.NewLine.Length];
        Assert.EndsWith(Environment.NewLine, text.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(line, OneLineText.IsUnsafe);
        return line;
    }
}
