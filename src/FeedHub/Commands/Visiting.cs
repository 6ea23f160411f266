using FeedHub.Configuration;
using FeedHub.Fetching;
using FeedHub.Pipelines;
using FeedHub.Scheduling;
using FeedHub.Serving;
using Microsoft.Extensions.Options;

namespace FeedHub.Commands;

/// <summary>What a command needs that visits feeds without a store: the one guarded client, by the settings of the service.</summary>
internal sealed class Visiting : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private Visiting(ServiceProvider services) => _services = services;

    public FindFeed FindFeed => _services.GetRequiredService<FindFeed>();

    public ProbeFeeds ProbeFeeds => _services.GetRequiredService<ProbeFeeds>();

    public FetchOptions Options => _services.GetRequiredService<IOptions<FetchOptions>>().Value;

    public PollingOptions Polling => _services.GetRequiredService<IOptions<PollingOptions>>().Value;

    /// <exception cref="HubException">A setting is wrong.</exception>
    public static Visiting Create(HubSettings settings)
    {
        var configuration = new ConfigurationManager();
        settings.AddTo(configuration);
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton(TimeProvider.System)
            .AddFetching()
            .AddSingleton<FindFeed>()
            .AddSingleton<ProbeFeeds>();
        services.AddOptions<PollingOptions>().BindConfiguration(PollingOptions.Section);
        services.AddSingleton<IValidateOptions<PollingOptions>, PollingOptionsValidator>();
        if (ListenAddress.Parse(settings.Urls, out _) is { } listener
            && configuration["FeedHub:PublicUrl"] is var publicUrl && (publicUrl is null or "" || WebAddress.ParseLink(publicUrl, out _) is not null)
            && PublicAddress.Of(publicUrl, listener).Url is { IsLoopback: false } url)
        {
            services.PostConfigure<FetchOptions>(options => options.ContactUrl ??= new Uri(url, "bot").AbsoluteUri);
        }

        var visiting = new Visiting(services.BuildServiceProvider());
        try
        {
            _ = visiting.Options;
            _ = visiting.Polling;
            _ = visiting._services.GetRequiredService<IOptions<GateOptions>>().Value;
            return visiting;
        }
        catch (OptionsValidationException exception)
        {
            throw new HubException(ExitCode.WrongUsage, [.. exception.Failures.Select(failure => $"a setting is wrong: {failure}")]);
        }
        catch (InvalidOperationException exception) when (exception.InnerException is FormatException or ArgumentException or OverflowException)
        {
            throw new HubException(ExitCode.WrongUsage, $"a setting is wrong: {exception.Message}"); // it names the setting
        }
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
