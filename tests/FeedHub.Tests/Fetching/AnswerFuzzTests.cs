namespace FeedHub.Fetching;

public sealed class AnswerFuzzTests
{
    // The first eight begin an answer.
    private static readonly string[] Parts =
    [
        "HTTP/1.1 200 OK", "HTTP/1.0 200", "HTTP/1.1 304 Not Modified", "HTTP/1.1 301 Moved", "HTTP/1.1 503 x", "HTTP/1.1 100 Continue",
        "HTTP/1.1 103 Early Hints", "HTTP/9.9 999 \u00ff",
        "\r\n", "\r\n", "\r\n\r\n", "\n", ": ", " x", "\0",
        "Content-Length: 5", "Content-Length: -5", "Content-Length: 5, 5", "Transfer-Encoding: chunked", "Transfer-Encoding: gzip",
        "Content-Encoding: gzip", "Content-Encoding: br", "Content-Encoding: deflate", "Content-Encoding: ,",
        "ETag: \"\u0080\"", "ETag:", "Last-Modified: \u0001", "Retry-After: \u0663", "Location: http://[", "Location: //",
        "Content-Type: \u00e9;;", "5\r\n<rss>\r\n0\r\n\r\n", "\u001f\u008b\u0008\0", "\u0078\u009c", "<rss/>",
    ];

    [Fact]
    public async Task No_answer_is_odd_enough_to_throw()
    {
        using var harness = new FetchingHarness(new FetchOptions { AllowedNetworks = ["127.0.0.0/8"], Timeout = TimeSpan.FromSeconds(5) });
        var random = new Random(1);
        for (var round = 0; round < 300; round++)
        {
            var answer = Parts[random.Next(8)] + "\r\n" + string.Concat(random.GetItems(Parts, random.Next(12)));
            using var origin = RawOrigin.Start(answer);
            var known = new Validators(origin.Url.AbsoluteUri, "\"v1\"", null);

            if (await harness.FetchAsync(origin.Url, known) is FetchOutcome.Failed failed)
            {
                Assert.Matches("^[a-z0-9-]+$", failed.Code);
                Assert.DoesNotContain(failed.Message, char.IsControl);
            }
        }
    }
}
