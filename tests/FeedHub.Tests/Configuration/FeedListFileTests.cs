namespace FeedHub.Configuration;

/// <summary>The list in its file, while the file changes under it.</summary>
public sealed class FeedListFileTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("feedhub-list-");

    private string ListPath => Path.Combine(_directory.FullName, "feeds.json");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task A_valid_file_is_loaded_at_once()
    {
        var file = await LoadAsync("first");

        Assert.Equal("first", file.Current.Title);
        Assert.Empty(file.Mistakes);
        Assert.Equal(FeedListCheck.Unchanged, await file.CheckAsync(Cancel));
    }

    [Fact]
    public async Task A_missing_file_is_one_line_that_says_what_to_do()
    {
        var file = new FeedListFile(ListPath, ListText.CronMistake);

        var mistake = Assert.Single(Assert.IsType<FeedListResult.Invalid>(await file.LoadAsync(Cancel)).Mistakes);

        Assert.Equal(0, mistake.Line);
        Assert.Contains("feedhub demo", mistake.Message, StringComparison.Ordinal);
        Assert.Contains("README.md", mistake.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => file.Current);
    }

    [Fact]
    public async Task BAD_61_A_directory_and_a_file_that_is_too_large_are_told()
    {
        var directory = await new FeedListFile(_directory.FullName, ListText.CronMistake).LoadAsync(Cancel);
        await using (var large = File.Create(ListPath))
        {
            large.SetLength(50_000_000);
        }

        var tooLarge = await new FeedListFile(ListPath, ListText.CronMistake).LoadAsync(Cancel);

        Assert.Contains("is a directory", MessageOf(directory), StringComparison.Ordinal);
        Assert.Contains("more than 5 MB", MessageOf(tooLarge), StringComparison.Ordinal);
    }

    [Fact]
    public async Task BAD_71_A_list_that_everybody_may_change_is_refused_and_the_last_good_one_stays()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no modes, so they are not tested.");
            return;
        }

        var file = await LoadAsync("first");
        Write("second");
        File.SetUnixFileMode(ListPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherWrite);

        await file.CheckAsync(Cancel);
        Assert.Equal(FeedListCheck.Refused, await file.CheckAsync(Cancel));
        Assert.Contains("chmod o-w", Assert.Single(file.Mistakes).Message, StringComparison.Ordinal);
        Assert.Equal("first", file.Current.Title);
    }

    [Fact]
    public async Task BAD_71_A_list_that_a_group_may_change_is_used_and_told()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no modes, so they are not tested.");
            return;
        }

        var alone = await LoadAsync("first");
        File.SetUnixFileMode(ListPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
        var shared = new FeedListFile(ListPath, ListText.CronMistake);

        Assert.IsType<FeedListResult.Valid>(await shared.LoadAsync(Cancel));
        Assert.Null(alone.Notice);
        Assert.Contains("chmod g-w", shared.Notice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task F_51_A_change_counts_when_two_checks_saw_the_same()
    {
        var file = await LoadAsync("first");
        Write("second");

        Assert.Equal(FeedListCheck.Unchanged, await file.CheckAsync(Cancel));
        Assert.Equal("first", file.Current.Title);
        Assert.Equal(FeedListCheck.Applied, await file.CheckAsync(Cancel));
        Assert.Equal("second", file.Current.Title);
        Assert.Equal(FeedListCheck.Unchanged, await file.CheckAsync(Cancel));
    }

    [Fact]
    public async Task F_52_A_burst_of_changes_is_applied_once_with_its_last_state()
    {
        var file = await LoadAsync("first");
        var seen = new List<FeedListCheck>();
        for (var change = 0; change < 100; change++)
        {
            Write($"change {change}");
            seen.Add(await file.CheckAsync(Cancel));
        }

        Assert.All(seen, check => Assert.Equal(FeedListCheck.Unchanged, check));
        Assert.Equal(FeedListCheck.Applied, await file.CheckAsync(Cancel));
        Assert.Equal("change 99", file.Current.Title);
    }

    [Fact]
    public async Task F_51_A_change_of_the_same_length_and_stamp_is_seen()
    {
        var file = await LoadAsync("first");
        var stamp = File.GetLastWriteTimeUtc(ListPath);
        Write("again");
        File.SetLastWriteTimeUtc(ListPath, stamp);

        await file.CheckAsync(Cancel);
        Assert.Equal(FeedListCheck.Applied, await file.CheckAsync(Cancel));
    }

    [Fact]
    public async Task F_51_A_half_written_file_is_never_judged()
    {
        var file = await LoadAsync("first");
        File.WriteAllText(ListPath, ListOf("second")[..40]);
        Assert.Equal(FeedListCheck.Unchanged, await file.CheckAsync(Cancel));
        Write("second");

        Assert.Equal(FeedListCheck.Unchanged, await file.CheckAsync(Cancel));
        Assert.Empty(file.Mistakes);
        Assert.Equal(FeedListCheck.Applied, await file.CheckAsync(Cancel));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{ "title": "T", "channels": [] }""")]
    public async Task BAD_61_F_51_An_invalid_file_changes_nothing_and_is_told_once(string json)
    {
        var file = await LoadAsync("first");
        File.WriteAllText(ListPath, json);

        Assert.Equal(
            [FeedListCheck.Unchanged, FeedListCheck.Refused, FeedListCheck.Unchanged],
            [await file.CheckAsync(Cancel), await file.CheckAsync(Cancel), await file.CheckAsync(Cancel)]);
        Assert.Equal("first", file.Current.Title);
        Assert.NotEmpty(file.Mistakes);
    }

    [Fact]
    public async Task F_51_After_trouble_the_next_valid_version_is_applied()
    {
        var file = await LoadAsync("first");
        File.Delete(ListPath);
        await file.CheckAsync(Cancel);
        Assert.Equal(FeedListCheck.Refused, await file.CheckAsync(Cancel));
        Directory.CreateDirectory(ListPath);
        await file.CheckAsync(Cancel);
        Assert.Equal(FeedListCheck.Refused, await file.CheckAsync(Cancel));
        Assert.Contains("is a directory", Assert.Single(file.Mistakes).Message, StringComparison.Ordinal);
        Directory.Delete(ListPath);
        Write("second");

        await file.CheckAsync(Cancel);
        Assert.Equal(FeedListCheck.Applied, await file.CheckAsync(Cancel));
        Assert.Equal("second", file.Current.Title);
        Assert.Empty(file.Mistakes);
    }

    [Fact]
    public async Task F_51_The_same_list_again_after_trouble_is_no_change()
    {
        var file = await LoadAsync("first");
        var before = file.Current;
        File.WriteAllText(ListPath, "{");
        await file.CheckAsync(Cancel);
        await file.CheckAsync(Cancel);
        Write("first");

        Assert.Equal(FeedListCheck.Unchanged, await file.CheckAsync(Cancel));
        Assert.Equal(FeedListCheck.Unchanged, await file.CheckAsync(Cancel));
        Assert.Same(before, file.Current);
        Assert.Empty(file.Mistakes);
    }

    [Fact]
    public async Task F_51_A_file_that_may_not_be_read_is_told()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Permissions do not stop this user.");
        var file = await LoadAsync("first");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(ListPath, UnixFileMode.None);
        }

        await file.CheckAsync(Cancel);
        Assert.Equal(FeedListCheck.Refused, await file.CheckAsync(Cancel));
        Assert.Contains("may not be read", Assert.Single(file.Mistakes).Message, StringComparison.Ordinal);
        Assert.Equal("first", file.Current.Title);
    }

    private static string MessageOf(FeedListResult result) => Assert.Single(Assert.IsType<FeedListResult.Invalid>(result).Mistakes).Message;

    private static string ListOf(string title) =>
        $$"""{ "title": "{{title}}", "channels": [{ "name": "C", "feeds": ["https://example.org/"] }] }""";

    private void Write(string title) => File.WriteAllText(ListPath, ListOf(title));

    private async Task<FeedListFile> LoadAsync(string title)
    {
        Write(title);
        var file = new FeedListFile(ListPath, ListText.CronMistake);
        Assert.IsType<FeedListResult.Valid>(await file.LoadAsync(Cancel));
        return file;
    }
}
