using FeedHub.Configuration;

namespace FeedHub.Commands;

/// <summary>An address as people type it.</summary>
internal static class GivenAddress
{
    /// <summary>The address; one without a scheme is taken for https.</summary>
    /// <exception cref="HubException">It is none that may be visited.</exception>
    public static Uri Parse(string text)
    {
        var written = text.Contains("://", StringComparison.Ordinal) ? text.Trim() : $"https://{text.Trim()}";
        return WebAddress.ParseFeed(written, out var mistake) ?? throw new HubException(ExitCode.WrongUsage, $"the address {mistake}");
    }
}
