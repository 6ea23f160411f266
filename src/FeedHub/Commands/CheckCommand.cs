using FeedHub.Configuration;
using FeedHub.Editing;
using FeedHub.Pipelines;
using FeedHub.Scheduling;

namespace FeedHub.Commands;

/// <summary><c>feedhub check</c>: is the list valid, and if not, where and why; what is at its addresses; what it would change.</summary>
internal static class CheckCommand
{
    public static async Task<int> RunAsync(HubSettings settings, CheckOptions options, CancellationToken cancellationToken)
    {
        var content = await FeedListContent.ReadAsync(options.Path, cancellationToken);
        var result = content.Bytes is { } bytes ? FeedListReader.Read(bytes, CronSchedule.MistakeIn) : FeedListResult.File(content.Failure!);
        var mistakes = (result as FeedListResult.Invalid)?.Mistakes ?? [];
        var list = (result as FeedListResult.Valid)?.List;
        var check = new CheckView(
            options.Path, list is not null, list?.Feeds.Count() ?? 0,
            [.. mistakes.Select(mistake => new CheckMistake(mistake.Line, mistake.Column, mistake.Path, mistake.Message))])
        {
            Notice = content.Notice,
        };
        if (!options.IsJson)
        {
            Print(options, list, mistakes, content.Notice);
        }

        var isWell = list is not null;
        if (list is not null && options.Against is { } against)
        {
            var comparison = await CompareAsync(settings, options.Path, against, cancellationToken);
            check = check with { Against = comparison };
            if (!options.IsJson)
            {
                Print(against, comparison);
            }
        }

        if (list is not null && options.IsProbe)
        {
            var probes = await ProbeAsync(settings, list, cancellationToken);
            var lines = new ListEditor(content.Bytes!, list);
            check = check with { Probes = [.. probes.Select(probe => new ProbeView(probe.Source.Id.Value, lines.LineOf(probe.Source.Id), probe.Result, probe.Detail))] };
            isWell = probes.All(probe => probe.IsWell);
            if (!options.IsJson)
            {
                Print(options, check.Probes, isWell);
            }
        }

        if (options.IsJson)
        {
            Printing.Json(check, ViewJson.Printed.CheckView);
        }

        return isWell ? ExitCode.Done : ExitCode.NotWell;
    }

    private static async Task<ComparisonView> CompareAsync(HubSettings settings, string path, string against, CancellationToken cancellationToken)
    {
        using var client = await SocketClient.TryConnectAsync(settings, cancellationToken);
        if (client is not null)
        {
            var query = $"compare?file={Uri.EscapeDataString(Path.GetFullPath(path))}&other={Uri.EscapeDataString(Path.GetFullPath(against))}";
            return await client.GetAsync(query, ViewJson.Default.ComparisonView, cancellationToken);
        }

        await using var store = await StoreAlone.OpenAsync(settings, cancellationToken);
        return await ComparisonView.OfAsync(store, path, against, TimeProvider.System.GetUtcNow(), cancellationToken);
    }

    /// <summary>Visits the feeds, but none that a running service has visited so lately that another visit would be too soon.</summary>
    private static async Task<IReadOnlyList<FeedProbe>> ProbeAsync(HubSettings settings, FeedList list, CancellationToken cancellationToken)
    {
        await using var visiting = Visiting.Create(settings);
        using var client = await SocketClient.TryConnectAsync(settings, cancellationToken);
        var status = client is null ? null : await client.GetAsync("status", ViewJson.Default.StatusView, cancellationToken);
        var earliest = TimeProvider.System.GetUtcNow() - visiting.Polling.MinInterval;
        var recent = (status?.Feeds ?? []).Where(feed => feed.LastRequestAt > earliest).ToDictionary(feed => feed.Id, StringComparer.Ordinal);
        var wanted = list.Feeds.Where(source => !recent.ContainsKey(source.Id.Value)).ToList();
        var probes = await Printing.WithProgressAsync(
            "Probing", wanted.Count, tell => visiting.ProbeFeeds.RunAsync(wanted, probe => tell(probe.Source.Id.Value), cancellationToken));
        var visited = probes.ToDictionary(probe => probe.Source.Id);
        return [.. list.Feeds.Select(source => visited.GetValueOrDefault(source.Id) ?? Skipped(source, recent[source.Id.Value]))];
    }

    private static FeedProbe Skipped(FeedSource source, FeedView view) => new(
        source, "skipped", $"the running service visited it at {Printing.Moment(view.LastRequestAt)} and found it {view.State}{(view.LastError is null ? "" : $": {view.LastError}")}");

    private static void Print(CheckOptions options, FeedList? list, IReadOnlyList<ListMistake> mistakes, string? notice)
    {
        if (list is not null)
        {
            Printing.Line($"{options.Path} is valid: {list.Feeds.Count()} feeds in {list.Channels.Count} channels");
        }

        foreach (var mistake in mistakes)
        {
            Printing.Line(options.Format == CheckFormat.GitHub ? GitHubAnnotation.Of(mistake, options.Path) : mistake.In(options.Path));
        }

        if (notice is not null)
        {
            Printing.Line(options.Format == CheckFormat.GitHub ? GitHubAnnotation.Of("warning", options.Path, 0, 0, notice) : notice);
        }
    }

    private static void Print(CheckOptions options, IReadOnlyList<ProbeView> probes, bool isWell)
    {
        Printing.Line($"{probes.Count} feeds: {string.Join(", ", probes.CountBy(probe => probe.Result).Select(count => $"{count.Value} {count.Key}"))}");
        var told = probes.Where(probe => probe.Result != "ok").ToList();
        if (options.Format == CheckFormat.GitHub)
        {
            foreach (var probe in told)
            {
                var level = probe.Result is "gone" or "not-a-feed" or "duplicate" ? "error" : probe.Result is "redirected" or "skipped" ? "notice" : "warning";
                Printing.Line(GitHubAnnotation.Of(level, options.Path, probe.Line, 0, Printing.OneLine($"{probe.Feed}: {probe.Result}: {probe.Detail}")));
            }

            return;
        }

        Printing.Table(
            ["line", "feed", "result", "detail"],
            (isWell ? probes : told).Select(probe => new[] { $"{probe.Line}", probe.Feed, probe.Result, probe.Detail }));
    }

    private static void Print(string against, ComparisonView comparison)
    {
        Printing.Line(
            $"against {against}, of {comparison.ArticleCount} articles of the last 7 days: {comparison.Gained.Count} gained, {comparison.Lost.Count} lost; "
            + $"{comparison.FeedsGained.Count} feeds more, {comparison.FeedsLost.Count} less");
        foreach (var feed in comparison.FeedsUnknown)
        {
            Printing.Line($"{feed} is new: nothing was read of it yet, so what it brings is not counted");
        }

        Printing.Table(
            ["", "first seen", "feed", "title", "because"],
            comparison.Gained.Select(article => Row("+", article)).Concat(comparison.Lost.Select(article => Row("-", article))));
    }

    private static string[] Row(string sign, ArticleView article) =>
        [sign, Printing.Moment(article.FirstSeenAt), article.Feed, article.Title, article.Because];
}
