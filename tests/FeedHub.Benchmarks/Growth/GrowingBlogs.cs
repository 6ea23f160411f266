using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FeedHub.Growth;

/// <summary>
/// Invented blogs that have published for two months and go on when told to: an entry every 14 hours, of 700 to 2,000 bytes of text, all of it a
/// function of its number. <c>/{number}</c> on every address of loopback is a feed of the newest 20, with a validator.
/// </summary>
/// <param name="blogCount">How many.</param>
/// <param name="newestAt">When the newest of the entries that are in the store was published.</param>
internal sealed class GrowingBlogs(int blogCount, DateTimeOffset newestAt)
{
    /// <summary>Entries of each blog that are in the store.</summary>
    public const int StoredCount = 100;

    private const int WindowCount = 20;
    private const int OriginCount = 500;

    private static readonly TimeSpan Rhythm = TimeSpan.FromHours(14);
    private static readonly string[] Syllables = ["ba", "con", "der", "el", "fi", "gra", "hu", "in", "ka", "lo", "men", "nor", "ou", "per", "qui", "ra", "sta", "ti", "ver", "zo"];
    private static readonly string[] Words = [.. Enumerable.Range(0, 4_000).Select(Word)];

    private readonly ConcurrentDictionary<int, int> _newCount = new();
    private long _requestCount;

    /// <summary>Entries that each request finds new; 0: only <see cref="Publish"/> adds any.</summary>
    public int NewAtEachRequest { get; set; }

    /// <summary>Requests answered so far.</summary>
    public long RequestCount => Interlocked.Read(ref _requestCount);

    /// <summary>The address of a blog's feed.</summary>
    public static Uri UrlOf(int blog, int port)
    {
        var origin = blog % OriginCount;
        return new Uri($"http://127.0.{(origin / 250) + 1}.{(origin % 250) + 1}:{port}/{blog}");
    }

    /// <summary>The validator of a feed whose newest entry is of that number.</summary>
    public static string ETagOf(int blog, int newest) => $"\"{blog}-{newest}\"";

    /// <summary>A blog publishes.</summary>
    public void Publish(int blog, int count) => _newCount.AddOrUpdate(blog, count, (_, before) => before + count);

    /// <summary>When an entry was published. What is in the store is older than three days, what comes later younger.</summary>
    public DateTimeOffset PublishedAt(int blog, int entry) => entry < StoredCount
        ? newestAt - (Rhythm * (StoredCount - entry)) + (Rhythm * ((blog + 1d) / blogCount))
        : newestAt + TimeSpan.FromMinutes(entry - StoredCount + 1);

    /// <summary>The feed document of some entries, the newest first.</summary>
    public byte[] Document(int blog, int first, int count)
    {
        var text = new StringBuilder(count * 2_600);
        text.Append(CultureInfo.InvariantCulture, $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\"><id>http://blog{blog}.example/</id><title>{Words[blog % Words.Length]} by number {blog}</title><updated>{PublishedAt(blog, first + count - 1):O}</updated><link href=\"http://blog{blog}.example/\"/><author><name>Author {blog}</name></author>\n");
        for (var entry = first + count - 1; entry >= first; entry--)
        {
            Append(text, blog, entry);
        }

        return Encoding.UTF8.GetBytes(text.Append("</feed>\n").ToString());
    }

    /// <summary>Serves the feeds until the result is disposed of.</summary>
    public async Task<IAsyncDisposable> ServeAsync(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Any, port));
        var app = builder.Build();
        app.Run(AnswerAsync);
        await app.StartAsync();
        return app;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var blog = int.Parse(context.Request.Path.Value!.AsSpan(1), CultureInfo.InvariantCulture);
        Interlocked.Increment(ref _requestCount);
        if (NewAtEachRequest > 0)
        {
            Publish(blog, NewAtEachRequest);
        }

        var newest = StoredCount - 1 + _newCount.GetValueOrDefault(blog);
        context.Response.Headers.ETag = ETagOf(blog, newest);
        if (context.Request.Headers.IfNoneMatch == ETagOf(blog, newest))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var body = Document(blog, newest - WindowCount + 1, WindowCount);
        context.Response.ContentType = "application/atom+xml";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body);
    }

    private void Append(StringBuilder text, int blog, int entry)
    {
        var random = new Random((blog * 1_009) + entry);
        var title = Sentence(random, 4, 9);
        var slug = title.ToLowerInvariant().Replace(' ', '-');
        text.Append(CultureInfo.InvariantCulture, $"<entry><id>http://blog{blog}.example/posts/{entry}</id><title>{title}</title><link href=\"http://blog{blog}.example/posts/{entry}/{slug}\"/><published>{PublishedAt(blog, entry):O}</published><updated>{PublishedAt(blog, entry):O}</updated>");
        for (var category = random.Next(1, 4); category > 0; category--)
        {
            text.Append(CultureInfo.InvariantCulture, $"<category term=\"{Words[random.Next(60)]}\"/>");
        }

        text.Append("<content type=\"html\">");
        for (var end = text.Length + random.Next(700, 2_000); text.Length < end;)
        {
            text.Append("&lt;p&gt;").Append(Sentence(random, 8, 24)).Append(". &lt;em&gt;").Append(Sentence(random, 1, 4)).Append("&lt;/em&gt; ").Append(Sentence(random, 8, 24)).Append(".&lt;/p&gt;\n");
        }

        text.Append("</content></entry>\n");
    }

    private static string Sentence(Random random, int atLeast, int below)
    {
        // Some words are much more frequent than others, as in every language.
        var words = Enumerable.Range(0, random.Next(atLeast, below)).Select(_ => Words[(int)(Words.Length * Math.Pow(random.NextDouble(), 3))]).ToArray();
        words[0] = char.ToUpperInvariant(words[0][0]) + words[0][1..];
        return string.Join(' ', words);
    }

    private static string Word(int number)
    {
        var random = new Random(number);
        return string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => Syllables[random.Next(Syllables.Length)]));
    }
}
