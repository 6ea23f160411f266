namespace FeedHub.Serving.Pages;

/// <summary>What the page of an error shows: nothing of what was asked comes back (BAD-82).</summary>
/// <param name="Site">What is around it.</param>
/// <param name="Status">The status of the answer.</param>
public sealed record ErrorPageModel(Site Site, int Status)
{
    /// <summary>The statuses that have words.</summary>
    public static IReadOnlyList<int> Known { get; } = [400, 404, 405, 429, 500];

    /// <summary>The status in words.</summary>
    public string Heading => Status switch
    {
        400 => "That was not understood",
        404 => "There is nothing here",
        405 => "That cannot be done here",
        429 => "That was a little too often",
        _ => "Something went wrong here",
    };

    /// <summary>What to do.</summary>
    public string Advice => Status switch
    {
        400 => "Something in the address or the form is not as it should be.",
        404 => "The address may be mistyped, or the page was never there. What was published once can be found in the archive.",
        405 => "This page can only be read.",
        429 => "Please wait a minute and try again.",
        _ => "It is not your doing. Please try again in a moment.",
    };
}
