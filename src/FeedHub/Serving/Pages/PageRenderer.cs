using System.Globalization;
using System.Text;
using FeedHub.Fetching;
using FeedHub.Scheduling;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Options;

namespace FeedHub.Serving.Pages;

/// <summary>Renders pages to bytes, outside of any request, with the platform's own components: all text is encoded by them.</summary>
internal sealed class PageRenderer(
    IServiceProvider services, ILoggerFactory loggers, IOptions<PollingOptions> polling, IOptions<FetchOptions> fetching)
{
    public Task<byte[]> RenderFrontPageAsync(FrontPageModel model) =>
        RenderAsync<FrontPage>(new Dictionary<string, object?> { [nameof(FrontPage.Model)] = model });

    public Task<byte[]> RenderBotPageAsync(FeedList list) => RenderAsync<BotPage>(new Dictionary<string, object?>
    {
        [nameof(BotPage.Title)] = list.Title,
        [nameof(BotPage.Every)] = Words(polling.Value.Interval),
        [nameof(BotPage.Least)] = polling.Value.MinInterval > TimeSpan.Zero ? Words(polling.Value.MinInterval) : null,
        [nameof(BotPage.ContactUrl)] = ContactUrl,
    });

    /// <summary>Where publishers reach the operator; null: the contact is the page itself.</summary>
    private string? ContactUrl =>
        fetching.Value.ContactUrl is { Length: > 0 } url && !url.EndsWith("/bot", StringComparison.Ordinal) ? url : null;

    /// <summary>What follows "every": "hour", "5 minutes".</summary>
    private static string Words(TimeSpan span)
    {
        var (count, unit) = span >= TimeSpan.FromHours(1) ? (span.TotalHours, "hour")
            : span >= TimeSpan.FromMinutes(1) ? (span.TotalMinutes, "minute")
            : (span.TotalSeconds, "second");
        return count == 1 ? unit : string.Create(CultureInfo.InvariantCulture, $"{count:0.#} {unit}s");
    }

    /// <summary>Renders a component with these parameters.</summary>
    public async Task<byte[]> RenderAsync<T>(Dictionary<string, object?> parameters)
        where T : IComponent
    {
        await using var renderer = new HtmlRenderer(services, loggers);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<T>(ParameterView.FromDictionary(parameters))).ToHtmlString());
        return Encoding.UTF8.GetBytes(html);
    }
}
