using System.Reflection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace FeedHub.Configuration;

/// <summary>
/// Where what <see cref="Telemetry"/> and the platform measure goes: to <c>/metrics</c> of the admin listener, and by OTLP to the collector
/// that the usual variables of OpenTelemetry name. Without either nothing is collected.
/// </summary>
internal static class HubTelemetry
{
    /// <summary>Combinations of attributes of one instrument, for which there is room from the start: outcomes of visits are the most, some dozens.</summary>
    private const int MaxPointCount = 200;

    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string MetricsEndpoint = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";
    private const string TracesEndpoint = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";

    public static IServiceCollection AddHubTelemetry(this IServiceCollection services, IConfiguration configuration, bool isScraped)
    {
        var sendsMetrics = IsNamed(configuration, Endpoint) || IsNamed(configuration, MetricsEndpoint);
        var sendsTraces = IsNamed(configuration, Endpoint) || IsNamed(configuration, TracesEndpoint);
        if (!isScraped && !sendsMetrics && !sendsTraces)
        {
            return services;
        }

        var version = typeof(HubTelemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
        var telemetry = services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("feedhub", serviceVersion: version));
        if (isScraped || sendsMetrics)
        {
            telemetry.WithMetrics(metrics =>
            {
                metrics.AddMeter(Telemetry.Name, "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel");
                metrics.AddView(_ => new MetricStreamConfiguration { CardinalityLimit = MaxPointCount });
                if (isScraped)
                {
                    metrics.AddPrometheusExporter();
                }

                if (sendsMetrics)
                {
                    metrics.AddOtlpExporter();
                }
            });
        }

        // The platform's own spans of outgoing requests name addresses without user info and without the values of queries.
        return sendsTraces
            ? services.AddOpenTelemetry().WithTracing(tracing => tracing.AddSource(Telemetry.Name, "System.Net.Http").AddOtlpExporter()).Services
            : services;
    }

    private static bool IsNamed(IConfiguration configuration, string name) => !string.IsNullOrEmpty(configuration[name]);
}
