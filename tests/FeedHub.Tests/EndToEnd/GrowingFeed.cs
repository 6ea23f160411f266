using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace FeedHub.EndToEnd;

/// <summary>A feed that has one entry more at each visit, and shows the newest twenty: what is missed for long is lost.</summary>
internal sealed class GrowingFeed(string name)
{
    private const int WindowCount = 20;

    private int _count = 3;

    public Task AnswerAsync(HttpContext context)
    {
        var count = Interlocked.Increment(ref _count);
        var items = Enumerable.Range(Math.Max(0, count - WindowCount), Math.Min(count, WindowCount)).Reverse();
        var document = new StringBuilder($"<rss version='2.0'><channel><title>{name}</title><link>http://{name}.example/</link>");
        foreach (var item in items)
        {
            document.Append(CultureInfo.InvariantCulture, $"<item><guid isPermaLink='false'>{name}-{item}</guid><title>{name} {item}</title>");
            document.Append(CultureInfo.InvariantCulture, $"<link>http://{name}.example/{item}</link><description>Text {item}</description></item>");
        }

        return OriginDocument.Of(document.Append("</channel></rss>").ToString()).AnswerAsync(context);
    }
}
