using System.Diagnostics;
using System.Text.Json;

namespace FeedHub.EndToEnd;

/// <summary>The documents that promise to be the same bytes while nothing changes.</summary>
internal static class Published
{
    public static IReadOnlyList<string> Paths { get; } =
    [
        "latest.atom", "latest.rss", "latest.json", "top-stories.atom", "top-stories.rss", "top-stories.json", "feeds.opml",
    ];

    /// <summary>Bytes and validators of all of them.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> SnapshotAsync(Uri url)
    {
        var snapshot = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Paths)
        {
            using var answer = await RunningProgram.AskAsync(new Uri(url, path));
            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            snapshot[path] = $"{answer.Headers.ETag} {answer.Content.Headers.LastModified:R}\n{text}";
        }

        return snapshot;
    }

    /// <summary>The items of <c>/latest.json</c>.</summary>
    public static async Task<IReadOnlyList<JsonElement>> LatestItemsAsync(Uri url)
    {
        using var document = JsonDocument.Parse(await RunningProgram.GetAsync(new Uri(url, "latest.json")));
        return [.. document.RootElement.GetProperty("items").EnumerateArray().Select(item => item.Clone())];
    }

    /// <summary>What <c>xmllint --noout</c> says of a document; empty: it is well-formed.</summary>
    public static async Task<string> LintAsync(byte[] document)
    {
        Tool.Require("xmllint", "libxml2-utils");
        using var lint = Process.Start(new ProcessStartInfo("xmllint", ["--noout", "--huge", "-"])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        })!;
        var error = lint.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await lint.StandardInput.BaseStream.WriteAsync(document, TestContext.Current.CancellationToken);
        lint.StandardInput.Close();
        await lint.WaitForExitAsync(TestContext.Current.CancellationToken);
        return lint.ExitCode == 0 ? "" : $"xmllint ended with {lint.ExitCode}: {await error}";
    }
}
