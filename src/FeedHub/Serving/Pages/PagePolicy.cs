namespace FeedHub.Serving.Pages;

/// <summary>What a browser may do on a page: show it with its stylesheet, and on the few with a form send that to ourselves (HARD-2).</summary>
internal static class PagePolicy
{
    private const string Shown = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; ";

    /// <summary>Of a page without a form.</summary>
    public const string Plain = Shown + "form-action 'none'";

    /// <summary>Of a page with a form.</summary>
    public const string WithForm = Shown + "form-action 'self'";

    /// <summary>Of a published page: the front page alone has a form, that of the search.</summary>
    public static string Of(string path) => path == "/" ? WithForm : Plain;
}
