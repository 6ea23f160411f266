using FeedHub.Configuration;
using FeedHub.Rendering;

namespace FeedHub.Commands;

/// <summary><c>feedhub export</c>: the list as OPML 2.0, on standard output.</summary>
internal static class ExportCommand
{
    public static async Task<int> RunAsync(HubSettings settings, CancellationToken cancellationToken)
    {
        var list = await EditableList.OpenAsync(settings.FeedsPath, cancellationToken);
        await using var output = Console.OpenStandardOutput();
        await output.WriteAsync(OpmlWriter.Export(list.List!), cancellationToken);
        return ExitCode.Done;
    }
}
