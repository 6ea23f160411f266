using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace FeedHub.EndToEnd;

/// <summary>A directory with a list, a data directory and settings for loopback, over which a test runs the program from outside.</summary>
internal sealed class Workbench : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("feedhub-e2e-");

    public Workbench()
    {
        Port = FreePort();
        Environment["FeedHub__Fetching__AllowedNetworks__0"] = "127.0.0.0/8";
        Environment["FeedHub__Polling__MinInterval"] = "00:00:00";
        Environment["FeedHub__Polling__OriginGap"] = "00:00:00";
        Environment["FeedHub__Admin__Url"] = ""; // one port for all would be taken
    }

    /// <summary>Settings that each run gets.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    public string Folder => _directory.FullName;

    public string DataPath => Path.Combine(Folder, "data");

    public string ListPath => Path.Combine(Folder, "feeds.json");

    public int Port { get; }

    public Uri Url => new($"http://127.0.0.1:{Port}/");

    /// <summary>Gives the service an admin listener, and returns its address.</summary>
    public Uri ListenToOperators()
    {
        var url = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}/"));
        Environment["FeedHub__Admin__Url"] = url.GetLeftPart(UriPartial.Authority);
        return url;
    }

    /// <summary>Writes a list of one channel; a feed may be an address or an object.</summary>
    public void WriteList(params IEnumerable<object> feeds) => File.WriteAllText(
        ListPath,
        JsonSerializer.Serialize(new
        {
            id = "urn:uuid:00000000-0000-4000-8000-000000000001",
            title = "Test",
            channels = new[] { new { name = "All", feeds } },
        }));

    /// <summary>Writes a list of several channels.</summary>
    public void WriteChannels(params IEnumerable<(string Name, string[] Feeds)> channels) => File.WriteAllText(
        ListPath,
        JsonSerializer.Serialize(new
        {
            id = "urn:uuid:00000000-0000-4000-8000-000000000001",
            title = "Test",
            channels = channels.Select(channel => new { name = channel.Name, feeds = channel.Feeds }),
        }));

    /// <summary>A list of these feeds, in which the entries of these addresses are stories of their own.</summary>
    public void WriteSplit(IReadOnlyList<string> feeds, IReadOnlyList<string> links) => File.WriteAllText(
        ListPath,
        JsonSerializer.Serialize(new
        {
            id = "urn:uuid:00000000-0000-4000-8000-000000000001",
            title = "Test",
            channels = new[] { new { name = "All", feeds } },
            overrides = new { split = links },
        }));

    /// <summary>Runs a command to its end.</summary>
    public Task<FinishedProgram> RunAsync(params string[] args) => RunningProgram.RunAsync(Folder, Environment, Arguments(args));

    /// <summary>Starts the service, and waits until it serves.</summary>
    public async Task<RunningProgram> StartAsync(params string[] args)
    {
        var program = RunningProgram.Start(Folder, Environment, Arguments(["run", .. args]));
        await program.WaitUntilServingAsync(Url);
        return program;
    }

    /// <summary>Starts the service without waiting for anything.</summary>
    public RunningProgram Launch() => RunningProgram.Start(Folder, Environment, Arguments(["run"]));

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private string[] Arguments(string[] args) =>
        [.. args, "--feeds", ListPath, "--data", DataPath, "--urls", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}")];
}
