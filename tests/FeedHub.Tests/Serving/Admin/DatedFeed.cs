using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace FeedHub.Serving.Admin;

/// <summary>A feed with dates of today that has one entry more at each visit.</summary>
internal sealed class DatedFeed(string name)
{
    private int _count = 3;

    public Task AnswerAsync(HttpContext context)
    {
        var count = Interlocked.Increment(ref _count);
        var document = new StringBuilder($"<rss version='2.0'><channel><title>Blog {name}</title><link>http://{name}.example/</link>");
        for (var item = count; item > 0; item--)
        {
            var at = TimeProvider.System.GetUtcNow().AddMinutes(-item).ToString("R", CultureInfo.InvariantCulture);
            document.Append(CultureInfo.InvariantCulture, $"<item><guid isPermaLink='false'>{name}-{item}</guid><title>{name} tells number {item}</title>");
            document.Append(CultureInfo.InvariantCulture, $"<link>http://{name}.example/{item}</link><pubDate>{at}</pubDate><description>Text {item}</description></item>");
        }

        return OriginDocument.Of(document.Append("</channel></rss>").ToString()).AnswerAsync(context);
    }
}
