using System.Net;
using System.Text;

namespace FeedHub.Rendering;

/// <summary>The list of who else tells a story, as HTML that every reader shows.</summary>
internal static class AlsoCovered
{
    /// <summary>The full text of an item with that list at its end; null: it has neither.</summary>
    public static string? ContentOf(PublishedItem item)
    {
        var others = item.Story is null ? [] : item.Sources.Skip(1).Where(source => Safe.Address(source.Link) is not null).ToList();
        if (others.Count == 0)
        {
            return item.Content;
        }

        var html = new StringBuilder(item.Content ?? item.Summary ?? "").Append("<p>Also covered by</p><ul>");
        foreach (var other in others)
        {
            html.Append("<li><a href=\"").Append(Text(Safe.Address(other.Link)!.AbsoluteUri)).Append("\">");
            _ = other.Headline is { } headline && headline != other.Title
                ? html.Append(Text(headline)).Append("</a> (").Append(Text(other.Title)).Append(')')
                : html.Append(Text(other.Title)).Append("</a>");
            html.Append("</li>");
        }

        return html.Append("</ul>").ToString();
    }

    private static string Text(string text) => WebUtility.HtmlEncode(Safe.Text(text));
}
