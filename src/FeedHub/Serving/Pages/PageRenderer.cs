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
    private const string ModelName = nameof(FrontPage.Model); // of every page

    public Task<byte[]> RenderFrontPageAsync(FrontPageModel model) => RenderModelAsync<FrontPage>(model);

    public Task<byte[]> RenderChannelPageAsync(ChannelPageModel model) => RenderModelAsync<ChannelPage>(model);

    public Task<byte[]> RenderStoryPageAsync(StoryPageModel model) => RenderModelAsync<StoryPage>(model);

    public Task<byte[]> RenderArchivePageAsync(ArchivePageModel model) => RenderModelAsync<ArchivePage>(model);

    public Task<byte[]> RenderArchiveMonthPageAsync(ArchiveMonthPageModel model) => RenderModelAsync<ArchiveMonthPage>(model);

    public Task<byte[]> RenderArchiveDayPageAsync(ArchiveDayPageModel model) => RenderModelAsync<ArchiveDayPage>(model);

    public Task<byte[]> RenderSourcesPageAsync(SourcesPageModel model) => RenderModelAsync<SourcesPage>(model);

    public Task<byte[]> RenderSearchPageAsync(SearchPageModel model) => RenderModelAsync<SearchPage>(model);

    public Task<byte[]> RenderRatePageAsync(RatePageModel model) => RenderModelAsync<RatePage>(model);

    public Task<byte[]> RenderErrorPageAsync(ErrorPageModel model) => RenderModelAsync<ErrorPage>(model);

    public Task<byte[]> RenderBotPageAsync(Site site) => RenderAsync<BotPage>(new Dictionary<string, object?>
    {
        [nameof(BotPage.Site)] = site,
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

    private Task<byte[]> RenderModelAsync<T>(object model)
        where T : IComponent => RenderAsync<T>(new Dictionary<string, object?> { [ModelName] = model });

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
