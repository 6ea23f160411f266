using System.Globalization;
using System.Text;
using FeedHub.Clustering;
using FeedHub.Configuration;

namespace FeedHub.Commands;

/// <summary><c>feedhub cluster</c>: replays a table of entries through the story engine, and tells which are of one story.</summary>
internal static class ClusterCommand
{
    public static async Task<int> RunAsync(HubSettings settings, string? path, CancellationToken cancellationToken)
    {
        var stories = Stories(settings);
        using var table = await TabbedFile.OpenAsync(path, cancellationToken);
        var replay = new ClusterReplay(table, new ClusterOptions { MaxGap = stories.MaxGap, MaxAge = stories.MaxAge });
        replay.Run(cancellationToken);
        await using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        foreach (var (id, cluster) in replay.Clusters())
        {
            await output.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{id}\tc{cluster}\n"));
        }

        return ExitCode.Done;
    }

    private static StoriesOptions Stories(HubSettings settings)
    {
        var configuration = new ConfigurationManager();
        settings.AddTo(configuration);
        try
        {
            var options = configuration.GetSection(HubOptions.Section).Get<HubOptions>() ?? new HubOptions();
            return new HubOptionsValidator().Validate(null, options) is { Failed: true } result
                ? throw new HubException(ExitCode.WrongUsage, [.. result.Failures.Select(failure => $"a setting is wrong: {failure}")])
                : options.Stories;
        }
        catch (InvalidOperationException exception) when (exception.InnerException is FormatException or ArgumentException or OverflowException)
        {
            throw new HubException(ExitCode.WrongUsage, $"a setting is wrong: {exception.Message}"); // it names the setting
        }
    }
}
