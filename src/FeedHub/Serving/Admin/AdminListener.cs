using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.OpenApi;

namespace FeedHub.Serving.Admin;

/// <summary>The listener for operators: its limits, and what it is put together from.</summary>
internal static class AdminListener
{
    public const string DefaultUrl = "http://127.0.0.1:8081";

    public const string UrlSetting = "FeedHub:Admin:Url";

    private const int MaxConnections = 50;

    /// <summary>Where it listens; null: it is off, or the mistake says what is wrong with the setting.</summary>
    public static ListenAddress? AddressIn(IConfiguration configuration, out string? mistake)
    {
        mistake = null;
        var url = configuration[UrlSetting] ?? DefaultUrl;
        return url.Length == 0 ? null : ListenAddress.Parse(url, UrlSetting, out mistake);
    }

    public static void Listen(KestrelServerOptions kestrel, ListenAddress address) => address.Listen(kestrel, options =>
    {
        options.Cap(MaxConnections);
        options.Mark(Listener.Admin);
    });

    public static IServiceCollection AddAdmin(this IServiceCollection services) => services
        .AddSingleton<AdminPages>()
        .AddSingleton<AdminGate>()
        .AddSingleton<Readiness>()
        .AddProblemDetails(options => options.CustomizeProblemDetails = context => context.ProblemDetails.Extensions.Remove("traceId"))
        .Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false)
        .ConfigureHttpJsonOptions(options => AdminJson.Configure(options.SerializerOptions))
        .AddOpenApi("v1", options =>
        {
            options.ShouldInclude = description => description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
            options.AddDocumentTransformer((document, _, _) =>
            {
                Describe(document);
                return Task.CompletedTask;
            });
        });

    /// <summary>What every request of the listener passes, and its endpoints.</summary>
    public static void MapAdmin(this WebApplication app)
    {
        app.UseWhen(context => ListenerMark.Of(context) == Listener.Admin, admin =>
        {
            admin.Use(app.Services.GetRequiredService<AdminGate>().GuardAsync);
            admin.UseExceptionHandler(new ExceptionHandlerOptions { SuppressDiagnosticsCallback = _ => false });
            admin.UseStatusCodePages();
        });
        var group = app.MapGroup("").WithMetadata(new OnListener(Listener.Admin));
        group.MapApi();
        group.MapPages();
        group.MapOpenApi("/openapi/{documentName}.json");
        group.MapPrometheusScrapingEndpoint("/metrics");
        group.MapGet("/health/ready", (Readiness readiness) =>
        {
            var view = readiness.Look();
            return Results.Json(view, statusCode: view.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        });
    }

    private static void Describe(OpenApiDocument document)
    {
        document.Info.Title = "FeedHub admin API";
        document.Info.Version = "1";
        document.Info.Description = "Reading needs no key from the machine itself; every change needs one with scope write.";
        document.Servers = []; // an address would be that of the request
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["key"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "feedhub key create" },
        };
        var requirement = new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("key", document)] = [] };
        foreach (var (method, operation) in document.Paths.Values.SelectMany(path => path.Operations ?? []))
        {
            if (method != HttpMethod.Get)
            {
                operation.Security = [requirement];
            }
        }
    }
}
