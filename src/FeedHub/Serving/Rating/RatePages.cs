using System.Collections.Frozen;
using System.Globalization;
using System.Threading.RateLimiting;
using FeedHub.Serving.Pages;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace FeedHub.Serving.Rating;

/// <summary>The form on which a story is rated, and what becomes of it. Nothing here is kept by any cache.</summary>
internal sealed class RatePages(PageRenderer renderer, RatingTokens tokens, RatingKey key, VoteQueue queue, ErrorPages errors) : IDisposable
{
    private const string Suffix = "/rate";
    private const int MaxFieldCount = 4;
    private const int MaxFieldLength = 512;

    // More than a form has: what is only a little too large is read to its end, for who still sends would not hear the answer.
    private const int MaxBodyBytes = 16 * 1024;
    private const int MaxAMinute = 30;
    private const int MaxAtOnce = 8;
    private const int MaxWaiting = 32;

    // A network votes now and then, and all together do not take the machine from the feeds.
    private readonly PartitionedRateLimiter<HttpContext> _limiter = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetFixedWindowLimiter(
            VoterRange.Of(context.Connection.RemoteIpAddress),
            _ => new FixedWindowRateLimiterOptions { PermitLimit = MaxAMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 })),
        PartitionedRateLimiter.Create<HttpContext, int>(_ => RateLimitPartition.GetConcurrencyLimiter(
            0, _ => new ConcurrencyLimiterOptions { PermitLimit = MaxAtOnce, QueueLimit = MaxWaiting })));

    private volatile Rated? _rated;

    /// <summary>Which stories may be rated from now on.</summary>
    public void Replace(Site site, IEnumerable<PageStory> stories) => _rated = new Rated(
        site, stories.Where(story => story.Id is not null).DistinctBy(story => story.Id).ToFrozenDictionary(story => story.Id!, StringComparer.Ordinal));

    /// <summary>The story that a path is the form of; null: of none.</summary>
    public static string? StoryOf(string path) =>
        path.EndsWith(Suffix, StringComparison.Ordinal) && path[..^Suffix.Length] is var page && !StoryPath.IsData(page) ? StoryPath.StoryOf(page) : null;

    public async Task AnswerAsync(HttpContext context, string storyId)
    {
        if (_rated is not { } rated || !rated.Stories.TryGetValue(storyId, out var story))
        {
            await errors.AnswerAsync(context, StatusCodes.Status404NotFound);
            return;
        }

        var isVote = HttpMethods.IsPost(context.Request.Method);
        if (!isVote && !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            await errors.AnswerAsync(context, StatusCodes.Status405MethodNotAllowed, "GET, HEAD, POST");
            return;
        }

        using var lease = await _limiter.AcquireAsync(context, 1, context.RequestAborted);
        if (!lease.IsAcquired)
        {
            await errors.AnswerAsync(context, StatusCodes.Status429TooManyRequests);
            return;
        }

        RatePageAnswer? answer = null;
        if (isVote)
        {
            var sent = await ReadAsync(context);
            await DrainAsync(context);
            if (sent is not { } form)
            {
                await errors.AnswerAsync(context, StatusCodes.Status400BadRequest);
                return;
            }

            answer = Take(form, storyId, VoterRange.Of(context.Connection.RemoteIpAddress));
        }

        var isOver = answer is RatePageAnswer.Counted or RatePageAnswer.AlreadyRated;
        var page = await renderer.RenderRatePageAsync(new RatePageModel(
            rated.Site, storyId, story.Title, story.Rating, isOver ? null : tokens.Make(storyId), answer));
        await PageAnswer.WriteAsync(
            context, answer is null or RatePageAnswer.Counted ? StatusCodes.Status200OK : StatusOf(answer.Value), page, PagePolicy.WithForm);
    }

    public void Dispose() => _limiter.Dispose();

    private static int StatusOf(RatePageAnswer answer) => answer switch
    {
        RatePageAnswer.AlreadyRated => StatusCodes.Status409Conflict,
        RatePageAnswer.Busy => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status400BadRequest,
    };

    private RatePageAnswer Take(IFormCollection form, string storyId, string range)
    {
        if (tokens.NumberOf(One(form["token"]), storyId) is not { } number)
        {
            return RatePageAnswer.Expired;
        }

        if (!int.TryParse(One(form["stars"]), NumberStyles.None, CultureInfo.InvariantCulture, out var stars) || stars is < StoryRating.Min or > StoryRating.Max)
        {
            return RatePageAnswer.NothingChosen;
        }

        return queue.TryAdd(new StoryVote(storyId, stars, [key.Mark("range", storyId, range), key.Mark("form", storyId, number)])) switch
        {
            true => RatePageAnswer.Counted,
            false => RatePageAnswer.AlreadyRated,
            null => RatePageAnswer.Busy,
        };
    }

    private static string? One(StringValues values) => values.Count == 1 ? values[0] : null;

    /// <summary>The small form that was sent; null: it is none of ours. This path alone lets a body in.</summary>
    private static async Task<IFormCollection?> ReadAsync(HttpContext context)
    {
        // What is refused is read too: then the connection goes on.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MaxBodyBytes;
        }

        // Where a browser says that another site made it send the form, nobody meant to vote.
        if (context.Request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site && site != "same-origin" && site != "none")
        {
            return null;
        }

        if (context.Request.ContentType?.Split(';')[0].Trim() is not { } type || !type.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            var options = new FormOptions { BufferBody = false, ValueCountLimit = MaxFieldCount, KeyLengthLimit = MaxFieldLength, ValueLengthLimit = MaxFieldLength };
            return await new FormFeature(context.Request, options).ReadFormAsync(context.RequestAborted);
        }
        catch (Exception exception) when (exception is BadHttpRequestException or InvalidDataException or IOException)
        {
            return null;
        }
    }

    /// <summary>Reads what is left of a body, so that the connection may go on behind the answer.</summary>
    private static async Task DrainAsync(HttpContext context)
    {
        try
        {
            await context.Request.BodyReader.CopyToAsync(Stream.Null, context.RequestAborted);
            context.Response.Headers.Remove(HeaderNames.Connection);
        }
        catch (Exception exception) when (exception is BadHttpRequestException or IOException)
        {
            // It is too large, or broke off: the connection ends, as was said.
        }
    }

    private sealed record Rated(Site Site, FrozenDictionary<string, PageStory> Stories);
}
