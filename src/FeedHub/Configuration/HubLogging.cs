using System.Globalization;
using Serilog;
using Serilog.Events;

namespace FeedHub.Configuration;

/// <summary>
/// Logs go to standard error: text for people, or one JSON object a line with <c>FeedHub:Log:Format=json</c>; levels by section
/// <c>Serilog:MinimumLevel</c>.
/// </summary>
internal static class HubLogging
{
    /// <summary>Of the text log: an event, and the exception that it tells of, are one line.</summary>
    internal const string Template = "{Timestamp:HH:mm:ss} {Level:u3} {Message:l}{" + OneLineEnricher.Trouble + ":l}{NewLine}";

    private const string Requests = "Microsoft.AspNetCore.Hosting.Diagnostics";

    public static IServiceCollection AddHubLogging(this IServiceCollection services, IConfiguration configuration, bool isQuiet) =>
        services.AddSerilog(logger =>
        {
            logger
                .MinimumLevel.Is(isQuiet ? LogEventLevel.Error : LogEventLevel.Information)
                .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
                .MinimumLevel.Override("System", LogEventLevel.Warning)
                .MinimumLevel.Override("Quartz", LogEventLevel.Warning)
                // A start that failed is told in one line by the command; what stops a running host is Fatal, and stays.
                .MinimumLevel.Override("Microsoft.Extensions.Hosting.Internal.Host", LogEventLevel.Fatal)
                .ReadFrom.Configuration(configuration);

            // Unless the operator speaks of it, nothing is logged of single requests, and nothing is made ready for it; failures of answers are
            // Kestrel's and the handler's to log.
            if (!configuration.GetSection("Serilog:MinimumLevel:Override").GetChildren().Any(one => Requests.StartsWith(one.Key, StringComparison.Ordinal)))
            {
                logger.MinimumLevel.Override(Requests, LevelAlias.Off);
            }

            if (string.Equals(configuration["FeedHub:Log:Format"], "json", StringComparison.OrdinalIgnoreCase))
            {
                logger.WriteTo.Console(new OneLineJsonFormatter(), standardErrorFromLevel: LogEventLevel.Verbose);
            }
            else
            {
                logger.Enrich.With<OneLineEnricher>().WriteTo.Console(
                    outputTemplate: Template, formatProvider: CultureInfo.InvariantCulture, standardErrorFromLevel: LogEventLevel.Verbose);
            }
        });
}
