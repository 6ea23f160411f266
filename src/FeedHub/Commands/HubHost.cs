using FeedHub.Configuration;
using FeedHub.Fetching;
using FeedHub.Pipelines;
using FeedHub.Polling;
using FeedHub.Scheduling;
using FeedHub.Serving;
using FeedHub.Serving.Admin;
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
        var admin = AdminListener.AddressIn(builder.Configuration, out mistake);
        if (mistake is not null)
        {
            throw new HubException(ExitCode.WrongUsage, mistake);
        }

        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = MaxStop);
        var clock = new HubClock(system);
        var (store, file) = await AddHubAsync(builder, settings, listener, fixedList, clock, isQuiet: false, cancellationToken);
        try
        {
            if (listener.IsTaken())
            {
                throw PortTaken(listener); // before any feed is visited
            }

            if (admin?.IsTaken() == true || admin?.Port == listener.Port)
            {
                throw new HubException(
                    ExitCode.OwnFailure,
                    $"port {admin.Port} of the admin listener is in use: choose another with --{AdminListener.UrlSetting}=URL, or none with --{AdminListener.UrlSetting}=");
            }

            builder.Services
                .AddHostedService<PublishLoop>()
                .AddHostedService<ArchiveLoop>()
                .AddHubTicks(clock, withList: fixedList is null)
                .AddHubTelemetry(builder.Configuration, isScraped: admin is not null);
            if (admin is not null)
            {
                builder.Services.AddAdmin().AddHostedService<WatchHub>();
            }

            builder.WebHost.UseKestrelCore().UseSockets(PublicListener.Configure).ConfigureKestrel(kestrel =>
            {
                PublicListener.Configure(kestrel, listener);
                if (CommandSocket.IsPossible(CommandSocket.PathIn(settings.DataPath)))
                {
                    CommandSocket.Listen(kestrel, CommandSocket.PathIn(settings.DataPath));
                }

                if (admin is not null)
                {
                    AdminListener.Listen(kestrel, admin);
                }
            });
            var app = builder.Build();
            app.UseMiddleware<PublishedDocumentsMiddleware>();
            app.MapPublic(app.Services.GetRequiredService<IOptions<HubOptions>>().Value.TrustedProxies);
            app.UseRouting(); // behind what the public listener answers, which needs none
            app.UseListenerWalls();
            app.MapCommands();
            if (admin is not null)
            {
                app.MapAdmin();
            }

            return await PrepareAsync(new HubHost(app, store, listener), file, fixedList, isService: true, cancellationToken);
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>Puts together what a command needs that asks a store which is there already, and makes none.</summary>
    public static Task<HubHost> CreateForAskingAsync(HubSettings settings, CancellationToken cancellationToken) =>
        LiteDbStore.Exists(settings.DataPath)
            ? CreateForCommandAsync(settings, cancellationToken)
            : throw new HubException(
                ExitCode.OwnFailure, $"{settings.DataPath} holds no store: name the right directory with --data, or start feedhub there first");

    /// <summary>Puts together what a single command needs: no listener, no ticks, logs of errors only.</summary>
    public static Task<HubHost> CreateForCommandAsync(HubSettings settings, CancellationToken cancellationToken) =>
        CreateForCommandAsync(settings, TimeProvider.System, null, cancellationToken);

    /// <summary>The same by a clock of one's own, and a resolver; null: the system's.</summary>
    public static async Task<HubHost> CreateForCommandAsync(
        HubSettings settings, TimeProvider system, ResolveHost? resolve, CancellationToken cancellationToken)
    {
        var listener = ListenAddress.Parse(settings.Urls, out var mistake) ?? throw new HubException(ExitCode.WrongUsage, mistake!);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        settings.AddTo(builder.Configuration);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = MaxStop);
        if (resolve is not null)
        {
            builder.Services.AddSingleton(resolve);
        }

        var (store, file) = await AddHubAsync(
            builder, settings, listener, null, new HubClock(system), isQuiet: true, cancellationToken);
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
        catch (Exception exception) when (_listener is not null && exception is IOException or System.Net.Sockets.SocketException)
        {
            throw PortTaken(_listener!, exception.Message);
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
        reason is null
            ? $"port {listener.Port} is in use: stop what uses it, or choose another with --urls"
            : $"http://{listener.Host}:{listener.Port} cannot be listened on ({reason}): choose another with --urls");

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
        if (builder.Configuration["FeedHub:PublicUrl"] is { Length: > 0 } publicUrl && WebAddress.ParseLink(publicUrl, out var reason) is null)
        {
            throw new HubException(ExitCode.WrongUsage, $"the setting FeedHub:PublicUrl {reason}");
        }

        var publicAddress = PublicAddress.Of(builder.Configuration["FeedHub:PublicUrl"], listener);
        services
            .AddHubLogging(builder.Configuration, isQuiet)
            .AddSingleton(clock)
            .AddSingleton<TimeProvider>(clock)
            .AddSingleton(publicAddress)
            .AddSingleton(settings)
            .AddSingleton(file)
            .AddSingleton<ClockDoubt>()
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
        services.AddSingleton(origin).AddSingleton<IFeedStore>(
            provider => new ObservedStore(store, provider.GetRequiredService<Telemetry>(), provider.GetRequiredService<HubBoard>()));
        return (store, file);
    }

    private static async Task<HubHost> PrepareAsync(
        HubHost hub, FeedListFile file, FeedList? fixedList, bool isService, CancellationToken cancellationToken)
    {
        try
        {
            // Every setting is read once before anything happens; a wrong one is told by its name.
            _ = hub.Services.GetRequiredService<IOptions<HubOptions>>().Value;
            _ = hub.Services.GetRequiredService<IOptions<PollingOptions>>().Value;
            _ = hub.Services.GetRequiredService<IOptions<FetchOptions>>().Value;
            _ = hub.Services.GetRequiredService<IOptions<GateOptions>>().Value;
            try
            {
                await FollowAndPublishAsync(hub.Services, fixedList ?? file.Current, isService, cancellationToken);
            }
            catch (StoreDamagedException)
            {
                // The first reading found it; by now the file is moved aside and a new one begun (F-36).
                await FollowAndPublishAsync(hub.Services, fixedList ?? file.Current, isService, cancellationToken);
            }

            return hub;
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

    private static async Task FollowAndPublishAsync(
        IServiceProvider services, FeedList list, bool isService, CancellationToken cancellationToken)
    {
        var store = services.GetRequiredService<IFeedStore>();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        services.GetRequiredService<ClockDoubt>().Start(ClockRule.Newest(await store.ReadFeedsAsync(cancellationToken)), now);
        if (await services.GetRequiredService<FollowedFeeds>().FollowAsync(list, cancellationToken) is { } mistake)
        {
            throw new HubException(ExitCode.WrongUsage, mistake);
        }

        if (isService)
        {
            await store.ChangeFeedsAsync(
                states => FeedRoster.Spread(states, services.GetRequiredService<Jitter>().Next, now), cancellationToken);
            await services.GetRequiredService<ApiKeys>().LoadAsync(cancellationToken);
            await services.GetRequiredService<PublishTopStories>().RunAsync(cancellationToken);
        }
    }
}
