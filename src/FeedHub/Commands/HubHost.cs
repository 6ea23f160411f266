using FeedHub.Configuration;
using FeedHub.Fetching;
using FeedHub.Pipelines;
using FeedHub.Polling;
using FeedHub.Scheduling;
using FeedHub.Serving;
using FeedHub.Storage;
using FeedHub.Storage.LiteDb;
using Microsoft.Extensions.Options;

namespace FeedHub.Commands;

/// <summary>
/// The parts of FeedHub put together over one held data directory: as the service with its listeners, or without them for one command.
/// </summary>
internal sealed class HubHost : IAsyncDisposable
{
    private static readonly TimeSpan MaxStop = TimeSpan.FromSeconds(5);

    private readonly IHost _host;
    private readonly LiteDbStore _store;
    private readonly ListenAddress? _listener;

    private HubHost(IHost host, LiteDbStore store, ListenAddress? listener)
    {
        _host = host;
        _store = store;
        _listener = listener;
    }

    public IServiceProvider Services => _host.Services;

    /// <summary>Puts the service together, and publishes what the store holds.</summary>
    public static async Task<HubHost> CreateServiceAsync(
        HubSettings settings, FeedList? fixedList, TimeProvider system, CancellationToken cancellationToken)
    {
        var listener = ListenAddress.Parse(settings.Urls, out var mistake) ?? throw new HubException(ExitCode.WrongUsage, mistake!);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        settings.AddTo(builder.Configuration);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = MaxStop);
        var clock = new HubClock(system);
        var (store, file) = await AddHubAsync(builder, settings, listener, fixedList, clock, isQuiet: false, cancellationToken);
        try
        {
            if (listener.IsTaken())
            {
                throw PortTaken(listener); // before any feed is visited
            }

            builder.Services.AddHostedService<PublishLoop>().AddHubTicks(clock, withList: fixedList is null);
            builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            {
                PublicListener.Configure(kestrel, listener);
                if (CommandSocket.IsPossible(CommandSocket.PathIn(settings.DataPath)))
                {
                    CommandSocket.Listen(kestrel, CommandSocket.PathIn(settings.DataPath));
                }
            });
            var app = builder.Build();
            app.UseMiddleware<PublishedDocumentsMiddleware>();
            app.MapPublic();
            app.MapCommands();
            return await PrepareAsync(new HubHost(app, store, listener), file, fixedList, isService: true, cancellationToken);
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>Puts together what a single command needs: no listener, no ticks, logs of errors only.</summary>
    public static async Task<HubHost> CreateForCommandAsync(HubSettings settings, CancellationToken cancellationToken)
    {
        var listener = ListenAddress.Parse(settings.Urls, out var mistake) ?? throw new HubException(ExitCode.WrongUsage, mistake!);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        settings.AddTo(builder.Configuration);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = MaxStop);
        var (store, file) = await AddHubAsync(
            builder, settings, listener, null, new HubClock(TimeProvider.System), isQuiet: true, cancellationToken);
        try
        {
            return await PrepareAsync(new HubHost(builder.Build(), store, null), file, null, isService: false, cancellationToken);
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <exception cref="HubException">The listener's port is taken.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _host.StartAsync(cancellationToken);
        }
        catch (IOException exception) when (_listener is not null)
        {
            throw PortTaken(_listener, exception.Message);
        }
    }

    public Task WaitForShutdownAsync(CancellationToken cancellationToken) => _host.WaitForShutdownAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        using (var stop = new CancellationTokenSource(MaxStop))
        {
            await _host.StopAsync(stop.Token);
        }

        _host.Dispose();
        await _store.DisposeAsync(); // last: what the others still committed is written
    }

    private static HubException PortTaken(ListenAddress listener, string? reason = null) => new(
        ExitCode.OwnFailure,
        $"port {listener.Port} is in use{(reason is null ? "" : $" ({reason})")}: stop what uses it, or choose another with --urls");

    private static async Task<(LiteDbStore Store, FeedListFile File)> AddHubAsync(
        IHostApplicationBuilder builder,
        HubSettings settings,
        ListenAddress listener,
        FeedList? fixedList,
        HubClock clock,
        bool isQuiet,
        CancellationToken cancellationToken)
    {
        var file = new FeedListFile(settings.FeedsPath, CronSchedule.MistakeIn);
        if (fixedList is null && await file.LoadAsync(cancellationToken) is FeedListResult.Invalid invalid)
        {
            throw new HubException(ExitCode.NotWell, [.. invalid.Mistakes.Select(mistake => mistake.In(settings.FeedsPath))]);
        }

        var services = builder.Services;
        var publicAddress = PublicAddress.Of(builder.Configuration["FeedHub:PublicUrl"], listener);
        services
            .AddHubLogging(builder.Configuration, isQuiet)
            .AddSingleton(clock)
            .AddSingleton<TimeProvider>(clock)
            .AddSingleton(publicAddress)
            .AddSingleton(settings)
            .AddSingleton(file)
            .AddSingleton(new Jitter(new Random()))
            .AddFetching()
            .AddPipelines();
        services.AddOptions<HubOptions>().BindConfiguration(HubOptions.Section).ValidateOnStart();
        services.AddOptions<PollingOptions>().BindConfiguration(PollingOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<HubOptions>, HubOptionsValidator>();
        services.AddSingleton<IValidateOptions<PollingOptions>, PollingOptionsValidator>();
        services.PostConfigure<FetchOptions>(options => options.ContactUrl ??=
            publicAddress.Url.IsLoopback ? null : new Uri(publicAddress.Url, "bot").AbsoluteUri);

        var origin = new StoreOrigin();
        var store = await LiteDbStore.OpenAsync(settings.DataPath, clock, origin.Replaced, cancellationToken);
        services.AddSingleton(origin).AddSingleton<IFeedStore>(_ => store);
        return (store, file);
    }

    private static async Task<HubHost> PrepareAsync(
        HubHost hub, FeedListFile file, FeedList? fixedList, bool isService, CancellationToken cancellationToken)
    {
        try
        {
            var followed = hub.Services.GetRequiredService<FollowedFeeds>();
            if (await followed.FollowAsync(fixedList ?? file.Current, cancellationToken) is { } mistake)
            {
                throw new HubException(ExitCode.WrongUsage, mistake);
            }

            if (isService)
            {
                var store = hub.Services.GetRequiredService<IFeedStore>();
                var now = hub.Services.GetRequiredService<TimeProvider>().GetUtcNow();
                var spread = FeedRoster.Spread(
                    await store.ReadFeedsAsync(cancellationToken), hub.Services.GetRequiredService<Jitter>().Next, now);
                await store.CommitAsync(new StoreCommit { Feeds = spread }, cancellationToken);
                await hub.Services.GetRequiredService<PublishTopStories>().RunAsync(cancellationToken);
            }

            return hub;
        }
        catch (OptionsValidationException exception)
        {
            throw new HubException(ExitCode.WrongUsage, [.. exception.Failures.Select(failure => $"a setting is wrong: {failure}")]);
        }
        catch (InvalidOperationException exception) when (exception.InnerException is FormatException or ArgumentException)
        {
            throw new HubException(ExitCode.WrongUsage, $"a setting is wrong: {exception.Message}"); // it names the setting
        }
    }
}
