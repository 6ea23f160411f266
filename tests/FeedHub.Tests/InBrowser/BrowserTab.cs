using Microsoft.Playwright;

namespace FeedHub.InBrowser;

/// <summary>A tab, and all that its pages did beside showing themselves.</summary>
internal sealed class BrowserTab : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];
    private readonly List<IRequest> _requests = [];

    private BrowserTab(IBrowserContext context, IPage page, Uri home)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) => Complain(message.Type is "error" or "warning", $"console: {message.Text}"); // CSP reports stand there too
        page.PageError += (_, error) => Complain(true, $"error: {error}");
        page.RequestFailed += (_, request) => Complain(true, $"failed: {request.Url}");
        page.Request += (_, request) =>
        {
            lock (_requests)
            {
                _requests.Add(request);
            }

            Complain(!request.Url.StartsWith(home.AbsoluteUri, StringComparison.Ordinal), $"asks another host: {request.Url}");
        };
    }

    public IPage Page { get; }

    /// <summary>What should not have happened.</summary>
    public IReadOnlyList<string> Complaints
    {
        get
        {
            lock (_complaints)
            {
                return [.. _complaints];
            }
        }
    }

    /// <summary>What was asked for.</summary>
    public IReadOnlyList<IRequest> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    public static async Task<BrowserTab> OpenAsync(IBrowserContext context, Uri home) => new(context, await context.NewPageAsync(), home);

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private void Complain(bool isBad, string complaint)
    {
        if (isBad)
        {
            lock (_complaints)
            {
                _complaints.Add(complaint);
            }
        }
    }
}
