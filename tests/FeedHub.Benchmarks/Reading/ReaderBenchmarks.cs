using System.ServiceModel.Syndication;
using System.Xml;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace FeedHub.Reading;

/// <summary>
/// From bytes to a feed, over all documents of a folder (<c>FEEDHUB_BENCHMARK_FEEDS</c>, by default the corpus beside the clone) that
/// <see cref="SyndicationFeed"/> can read: our reader, that one, and a bare pass of <see cref="XmlReader"/> that touches every value.
/// </summary>
[Config(typeof(Config))]
[MemoryDiagnoser]
public class ReaderBenchmarks
{
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null };

    private readonly IReadOnlyList<byte[]> _documents = Documents.ReadableBySyndication();

    /// <summary>Bytes read by one operation.</summary>
    public static long TotalBytes => Documents.ReadableBySyndication().Sum(document => (long)document.Length);

    [Benchmark(Baseline = true)]
    public int SyndicationFeedLoad()
    {
        var count = 0;
        foreach (var document in _documents)
        {
            count += Documents.LoadSyndication(document);
        }

        return count;
    }

    [Benchmark]
    public int FeedHubReader()
    {
        var count = 0;
        var context = new DocumentContext(null, null);
        foreach (var document in _documents)
        {
            count += ((ReadOutcome.Read)FeedReader.Read(document, context)).Feed.Entries.Count;
        }

        return count;
    }

    [Benchmark]
    public long BareXmlReader()
    {
        var length = 0L;
        foreach (var document in _documents)
        {
            using var reader = XmlReader.Create(new MemoryStream(document), Settings);
            while (reader.Read())
            {
                length += reader.HasValue ? reader.Value.Length : reader.LocalName.Length;
                while (reader.MoveToNextAttribute())
                {
                    length += reader.Value.Length;
                }
            }
        }

        return length;
    }

    private sealed class Config : ManualConfig
    {
        public Config()
        {
            AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(5).WithIterationCount(15));
            AddColumn(new PerByteColumn("MB/s", (report, bytes) => bytes / report.ResultStatistics!.Mean * 1e3), new PerByteColumn(
                "Allocated/byte", (report, bytes) => (double)report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase)!.Value / bytes));
            HideColumns(Column.Error, Column.StdDev, Column.Gen0, Column.Gen1, Column.Gen2);
        }
    }
}
