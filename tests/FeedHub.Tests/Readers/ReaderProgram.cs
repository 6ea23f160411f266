using System.Diagnostics;
using System.Text.Json;
using FeedHub.EndToEnd;

namespace FeedHub.Readers;

/// <summary>A feed reader of other people, subscribed to some feeds, with all its files in a folder of its own.</summary>
internal sealed class ReaderProgram
{
    private const string Python = "/usr/bin/python3"; // Debian's, for whose version its packages are

    private readonly string _folder;
    private readonly Func<ReaderProgram, Task> _update;
    private readonly string[] _tell;

    private ReaderProgram(string folder, Func<ReaderProgram, Task> update, params string[] tell) => (_folder, _update, _tell) = (folder, update, tell);

    /// <summary>The names that <see cref="SubscribeAsync"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = ["newsboat", "sfeed", "rss2email", "feedparser"];

    /// <summary>Subscribes a reader to feeds; skips the test aloud where it is not installed.</summary>
    public static async Task<ReaderProgram> SubscribeAsync(string name, string folder, IReadOnlyList<Uri> feeds)
    {
        Require(name);
        Directory.CreateDirectory(folder);
        string PathOf(string file) => Path.Combine(folder, file);
        switch (name)
        {
            case "newsboat":
                await File.WriteAllLinesAsync(PathOf("urls"), feeds.Select(feed => feed.AbsoluteUri));
                await File.WriteAllTextAsync(PathOf("config"), "");
                return new ReaderProgram(
                    folder, reader => reader.RunAsync("newsboat", "-u", PathOf("urls"), "-c", PathOf("cache.db"), "-C", PathOf("config"), "-x", "reload"),
                    name, PathOf("cache.db"));
            case "sfeed":
                await File.WriteAllTextAsync(PathOf("rc"), $$"""
                    sfeedpath="{{PathOf("feeds")}}"
                    feeds() {
                    {{string.Join('\n', feeds.Select((feed, index) => $"  feed \"{index}\" \"{feed}\""))}}
                    }

                    """);
                return new ReaderProgram(folder, reader => reader.RunAsync("sfeed_update", PathOf("rc")), name, PathOf("feeds"));
            case "rss2email":
                foreach (var part in new[] { "new", "cur", "tmp" })
                {
                    Directory.CreateDirectory(PathOf(Path.Combine("mail", "in", part)));
                }

                await File.WriteAllTextAsync(PathOf("config"), $"""
                    [DEFAULT]
                    from = feeds@localhost
                    to = reader@localhost
                    date-header = True
                    date-header-order = issued, modified
                    email-protocol = maildir
                    maildir-path = {PathOf("mail")}
                    maildir-mailbox = in

                    """);
                var own = new ReaderProgram(folder, reader => reader.RunAsync("r2e", "-c", PathOf("config"), "-d", PathOf("seen"), "run"), name, PathOf("mail/in"));
                foreach (var (index, feed) in feeds.Index())
                {
                    await own.RunAsync("r2e", "-c", PathOf("config"), "-d", PathOf("seen"), "add", $"feed{index}", feed.AbsoluteUri);
                }

                return own;
            default:
                return new ReaderProgram(
                    folder, reader => reader.RunAsync(Python, [Script, name, PathOf("state"), .. feeds.Select(feed => feed.AbsoluteUri)]), name, PathOf("state"));
        }
    }

    /// <summary>Lets the reader fetch its feeds once.</summary>
    public Task UpdateAsync() => _update(this);

    /// <summary>All items that it holds.</summary>
    public async Task<IReadOnlyList<ReaderItem>> ItemsAsync() =>
    [
        .. (await RunAsync(Python, [Script, .. _tell]))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<ReaderItem>(line)!),
    ];

    private static string Script => Path.Combine(AppContext.BaseDirectory, "Readers", "readers.py");

    private static void Require(string name)
    {
        Tool.Require("python3", "python3");
        switch (name)
        {
            case "sfeed":
                Tool.Require("sfeed_update", "sfeed");
                Tool.Require("curl", "curl");
                break;
            case "rss2email":
                Tool.Require("r2e", "rss2email");
                break;
            case "feedparser":
                Tool.RequireFile("/usr/lib/python3/dist-packages/feedparser/__init__.py", "python3-feedparser");
                break;
            default:
                Tool.Require(name, name);
                break;
        }
    }

    private async Task<string> RunAsync(string program, params string[] args)
    {
        var start = new ProcessStartInfo(program, args) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder };
        start.Environment["HOME"] = _folder;
        start.Environment["TZ"] = "UTC";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {await error}");
        return await output;
    }
}
