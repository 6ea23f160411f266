using FeedHub.Configuration;
using FeedHub.Demo;

namespace FeedHub.Commands;

/// <summary><c>feedhub demo</c>: the service over invented blogs and a store that is gone afterwards.</summary>
internal static class DemoCommand
{
    public static async Task<int> RunAsync(HubSettings settings, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("feedhub-demo-");
        try
        {
            await using var origin = await DemoOrigin.StartAsync(TimeProvider.System, cancellationToken);
            var demo = settings with
            {
                DataPath = directory.FullName,
                Overrides = new Dictionary<string, string?>(settings.Overrides, StringComparer.OrdinalIgnoreCase)
                {
                    // Loopback alone, and as often as it pleases: these blogs are our own.
                    ["FeedHub:Fetching:AllowedNetworks:0"] = "127.0.0.0/8",
                    ["FeedHub:Polling:MinInterval"] = "00:00:00",
                    ["FeedHub:Polling:OriginGap"] = "00:00:00",
                    ["FeedHub:Fetching:ContactUrl"] = "http://localhost/bot",

                    // Five visits a second would push what matters off the screen; failures are told.
                    ["Serilog:MinimumLevel:Override:FeedHub.Pipelines.PollFeed"] = "Warning",
                },
            };
            await Console.Error.WriteLineAsync(
                $"The store of this demo is gone when it ends. Meanwhile, from another terminal: feedhub status --data {directory.FullName}");
            return await RunCommand.RunAsync(demo, DemoList.Create(origin.Addresses), cancellationToken);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
