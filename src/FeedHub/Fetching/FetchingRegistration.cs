using System.Net;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace FeedHub.Fetching;

/// <summary>Adds fetching to the program.</summary>
internal static class FetchingRegistration
{
    public static IServiceCollection AddFetching(this IServiceCollection services)
    {
        services.AddOptions<FetchOptions>()
            .BindConfiguration(FetchOptions.Section)
            .PostConfigure<IConfiguration>(ReadNetworkList)
            .ValidateOnStart();
        services.AddOptions<GateOptions>().BindConfiguration(GateOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<FetchOptions>, FetchOptionsValidator>();
        services.AddSingleton<IValidateOptions<GateOptions>, GateOptionsValidator>();

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ResolveHost>(Dns.GetHostAddressesAsync);
        services.AddSingleton(provider => new OriginGate(
            provider.GetRequiredService<IOptions<GateOptions>>().Value, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<OriginClient>();
        services.AddSingleton<FeedFetcher>();
        return services;
    }

    // One variable of the environment, or one option, can name several networks: 10.1.0.0/16,fd00::/8.
    private static void ReadNetworkList(FetchOptions options, IConfiguration configuration)
    {
        if (configuration[$"{FetchOptions.Section}:{nameof(FetchOptions.AllowedNetworks)}"] is { Length: > 0 } list)
        {
            options.AllowedNetworks = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        }
    }
}
