using System.Globalization;

namespace FeedHub.Commands;

/// <summary>Shows what a command that edits the list did, or would do.</summary>
internal static class EditPrinting
{
    private static readonly string[] Told = ["duplicate", "rejected"]; // the diff shows the others

    public static void Print(EditView edit, bool json)
    {
        if (json)
        {
            Printing.Json(edit, ViewJson.Printed.EditView);
            return;
        }

        foreach (var line in edit.Diff.Length == 0 ? [] : edit.Diff.Split('\n'))
        {
            Printing.Line(Console.IsOutputRedirected ? line : Shown(line));
        }

        Printing.Table(
            ["what", "feed", "title", "channel", "because"],
            edit.Lines.Where(line => Told.Contains(line.What) || line.Because is not null)
                .Select(line => new[] { line.What, line.Feed ?? "", line.Title ?? "", line.Channel ?? "", line.Because ?? "" }));
        var counts = edit.Lines.CountBy(line => line.What).Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Value} {count.Key}"));
        Console.Error.WriteLine(
            (edit.Lines.Count == 0 ? "nothing to do" : string.Join(", ", counts))
            + (edit.Diff.Length == 0 ? $": {edit.File} stays as it is" : edit.IsApplied ? $": {edit.File} is written" : ": nothing is written yet, --yes does it"));
    }

    // Comments of the list may hold anything; it moves no cursor.
    private static string Shown(string line) => string.Concat(line.Where(letter => letter == '\t' || !char.IsControl(letter)));
}
