using System.Text;

namespace FeedHub.Editing;

/// <summary>A list where there was none.</summary>
internal static class NewList
{
    private const string Unit = "  ";

    /// <summary>The text of a list.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="id">Its identity; null: it gets none.</param>
    /// <param name="channels">At least one, each with at least one feed.</param>
    public static byte[] Text(string title, string? id, IReadOnlyList<(string Name, IReadOnlyList<NewFeed> Feeds)> channels)
    {
        var slugs = new HashSet<string>(StringComparer.Ordinal);
        var texts = channels.Select(channel => Unit + Unit + NewChannel.Text(channel.Name, FreeSlug.Of(channel.Name, slugs), channel.Feeds, Unit + Unit, Unit, "\n"));
        return Encoding.UTF8.GetBytes(
            $$"""
            // The list of this FeedHub. Edit it while FeedHub runs: a valid change is taken over within seconds, an invalid one is reported
            // and changes nothing. `feedhub check` tells what is wrong, with line and column.
            {
              {{(id is null ? "" : $"\"id\": {JsonWords.Quote(id)},\n  ")}}"title": {{JsonWords.Quote(title)}},
              "channels": [
            {{string.Join(",\n", texts)}}
              ]
            }

            """);
    }
}
