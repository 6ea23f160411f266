using Serilog.Core;
using Serilog.Events;

namespace FeedHub.Configuration;

/// <summary>Keeps an event of the text log on its line, whatever texts of strangers are in it, and its exception with it (BAD-69).</summary>
internal sealed class OneLineEnricher : ILogEventEnricher
{
    /// <summary>The property with the exception as text, behind a blank.</summary>
    public const string Trouble = nameof(Trouble);

    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        foreach (var (name, value) in logEvent.Properties.ToList())
        {
            var safe = Safe(value);
            if (safe != value)
            {
                logEvent.AddOrUpdateProperty(new LogEventProperty(name, safe));
            }
        }

        if (logEvent.Exception is { } exception)
        {
            logEvent.AddOrUpdateProperty(new LogEventProperty(Trouble, new ScalarValue(" " + OneLineText.Escape(exception.ToString()))));
        }
    }

    private static LogEventPropertyValue Safe(LogEventPropertyValue value) => value switch
    {
        ScalarValue scalar => Safe(value, scalar.Value?.ToString() ?? ""), // also of what is no text, such as an address
        SequenceValue sequence => new SequenceValue(sequence.Elements.Select(Safe)),
        _ => Safe(value, value.ToString()),
    };

    private static LogEventPropertyValue Safe(LogEventPropertyValue value, string text) =>
        text.Any(OneLineText.IsUnsafe) ? new ScalarValue(OneLineText.Escape(text)) : value;
}
