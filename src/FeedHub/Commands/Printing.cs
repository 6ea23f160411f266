using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FeedHub.Configuration;
using Spectre.Console;

namespace FeedHub.Commands;

/// <summary>Results on standard output, progress on standard error; plain where they are no terminals.</summary>
internal static class Printing
{
    private const int PlainWidth = 400; // a pipe has no width: nothing is wrapped there

    public static void Line(string text) => Console.Out.WriteLine(text);

    public static void Json<T>(T value, JsonTypeInfo<T> type) => Console.Out.WriteLine(JsonSerializer.Serialize(value, type));

    /// <summary>A table on a terminal, lines of tab-separated cells in a pipe; nothing where there are no rows.</summary>
    public static void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        var all = rows.Select(row => row.Select(OneLine).ToArray()).ToList();
        if (all.Count == 0)
        {
            return;
        }

        if (Console.IsOutputRedirected)
        {
            Line(string.Join('\t', columns));
            all.ForEach(row => Line(string.Join('\t', row.Select(NoFormula))));
            return;
        }

        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column, new Style(decoration: Decoration.Bold))));
        }

        foreach (var row in all)
        {
            table.AddRow(row.Select(cell => new Text(cell))); // Text shows brackets as they are: no markup from feeds
        }

        AnsiConsole.Write(table);
    }

    /// <summary>Runs polls under a progress bar on standard error; quiet where that is no terminal.</summary>
    public static async Task<PollSummaryView> WithProgressAsync(Func<Action<PollLine>, Task<PollSummaryView>> poll)
    {
        if (Console.IsErrorRedirected)
        {
            return await poll(_ => { });
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask("Polling", maxValue: 1);
                return await poll(line =>
                {
                    if (line.Wanted is { } wanted)
                    {
                        bar.MaxValue = Math.Max(1, wanted);
                    }
                    else if (line.Report is { } report)
                    {
                        bar.Description = Markup.Escape(report.Feed);
                        bar.Increment(1);
                    }
                });
            });
    }

    /// <summary>Runs a number of steps, each of which is told by its name, under a progress bar on standard error; quiet where that is no terminal.</summary>
    public static async Task<T> WithProgressAsync<T>(string name, int count, Func<Action<string>, Task<T>> run)
    {
        if (Console.IsErrorRedirected)
        {
            return await run(_ => { });
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask(name, maxValue: Math.Max(1, count));
                return await run(step =>
                {
                    bar.Description = Markup.Escape(OneLine(step));
                    bar.Increment(1);
                });
            });
    }

    /// <summary>A moment as tables show it.</summary>
    public static string Moment(DateTimeOffset? moment) =>
        moment?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";

    /// <summary>Without control characters: what comes from feeds moves no cursor and breaks no line.</summary>
    public static string OneLine(string text)
    {
        var line = string.Concat(text.Select(letter => OneLineText.IsUnsafe(letter) ? ' ' : letter));
        return line.Length <= PlainWidth ? line : line[..PlainWidth] + "…";
    }

    // Spreadsheets open such a table too, and would reckon with a title that begins like this (BAD-60).
    private static string NoFormula(string cell) => cell.TrimStart() is ['=' or '+' or '-' or '@', _, ..] ? "'" + cell : cell;
}
