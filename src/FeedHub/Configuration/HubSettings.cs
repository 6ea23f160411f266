namespace FeedHub.Configuration;

/// <summary>What the options of every command say.</summary>
/// <param name="FeedsPath">The list.</param>
/// <param name="DataPath">The data directory.</param>
/// <param name="Urls">The public listener.</param>
/// <param name="Overrides">Settings of the command line: <c>FeedHub:Section:Name</c> and value.</param>
internal sealed record HubSettings(string FeedsPath, string DataPath, string Urls, IReadOnlyDictionary<string, string?> Overrides)
{
    /// <summary>Settings by rising weight: beside the program, in the current directory, the environment, the command line.</summary>
    public void AddTo(IConfigurationBuilder configuration)
    {
        configuration.Sources.Clear();
        configuration
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true, reloadOnChange: false)
            .AddJsonFile(Path.GetFullPath("appsettings.json"), optional: true, reloadOnChange: false)
            .AddEnvironmentVariables()
            .AddInMemoryCollection(Overrides);
    }
}
