using System.Collections.Concurrent;
using System.Globalization;

namespace FeedHub.Fuzzing;

/// <summary>
/// Reads and publishes documents that nobody would write. A minute on one core; FEEDHUB_FUZZ_MINUTES makes it that many minutes on two.
/// A finding tells its seed and iteration: FEEDHUB_FUZZ_SEED and FEEDHUB_FUZZ_ITERATION run that one again.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int MaxFindingCount = 20;

    [Fact]
    public void Whatever_comes_in_is_read_in_bounds_and_published_in_order()
    {
        var minutes = Number("FEEDHUB_FUZZ_MINUTES");
        var seed = Number("FEEDHUB_FUZZ_SEED") ?? 1;
        var documents = OwnDocuments.Names().Select(OwnDocuments.Read).ToList();
        documents.AddRange(RealDocuments.AreThere ? RealDocuments.Names().Select(RealDocuments.Read) : []);
        var mutator = new Mutator(documents, [.. OwnDocuments.Fragments()], [.. OwnDocuments.Dates()], seed);
        var count = new FuzzCount();
        var findings = new ConcurrentQueue<string>();
        if (Number("FEEDHUB_FUZZ_ITERATION") is { } single)
        {
            Run(mutator, seed, single, count, findings);
        }
        else
        {
            var start = TimeProvider.System.GetTimestamp();
            var length = TimeSpan.FromMinutes(minutes ?? 1);
            var next = -1;
            Parallel.For(0, minutes is null ? 1 : 2, _ =>
            {
                while (TimeProvider.System.GetElapsedTime(start) < length && findings.Count < MaxFindingCount
                    && !TestContext.Current.CancellationToken.IsCancellationRequested)
                {
                    Run(mutator, seed, Interlocked.Increment(ref next), count, findings);
                }
            });
        }

        var summary = $"seed {seed}, {documents.Count} documents: {count}; {findings.Count} findings";
        output.WriteLine(summary);
        Console.WriteLine(summary);
        Assert.True(findings.IsEmpty, string.Join("\n\n", findings));
    }

    [Theory]
    [InlineData("<rss version=\"2.0\"><channel>")]
    [InlineData("<rss version=\"2.0\"><channel><item>")]
    [InlineData("<rss version=\"2.0\"><channel><item><description>")]
    [InlineData("<feed xmlns=\"http://www.w3.org/2005/Atom\">")]
    [InlineData("<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry>")]
    [InlineData("<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><content type=\"xhtml\"><div>")]
    public void A_document_of_one_word_is_read_in_bounds(string before) =>
        Assert.Empty(Words.Markup.Select(word => Properties.FaultOfRepeating(word, before)).OfType<string>());

    private static void Run(Mutator mutator, int seed, int iteration, FuzzCount count, ConcurrentQueue<string> findings)
    {
        var document = mutator.Make(iteration);
        using var watch = TimeProvider.System.CreateTimer(
            _ => Console.WriteLine($"Hangs: {Keep(document, seed, iteration)}"), null, TimeSpan.FromSeconds(60), Timeout.InfiniteTimeSpan);
        if (Properties.Fault(document, mutator.ContentType(iteration), count) is { } fault)
        {
            findings.Enqueue($"seed {seed}, iteration {iteration}: {fault[..Math.Min(fault.Length, 1500)]}\n{Keep(document, seed, iteration)}");
        }
    }

    private static string Keep(byte[] document, int seed, int iteration)
    {
        var path = Path.Combine(Path.GetTempPath(), $"feedhub-fuzz-{seed}-{iteration}.bin");
        File.WriteAllBytes(path, document);
        return path;
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
