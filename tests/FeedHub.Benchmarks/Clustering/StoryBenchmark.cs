using System.Globalization;
using System.Runtime.InteropServices;

namespace FeedHub.Clustering;

/// <summary>
/// How fast and how well the story engine takes a stream of entries, and how much it holds. Times are of the processor on this thread, so that
/// what else the machine does is not in them.
/// </summary>
internal static class StoryBenchmark
{
    private const int EntriesPerDay = 20_000;
    private const int PartCount = 100_000;
    private const int TurnCount = 1_000;
    private const double MinEntriesPerSecond = 4_000;
    private const double MaxSlowdown = 1.2;
    private const double MaxMegabytes = 128;
    private static readonly TimeSpan _maxP99 = TimeSpan.FromMilliseconds(2);

    /// <param name="args">Entries, at least 100,000; and a seed.</param>
    public static int Run(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 400_000;
        var seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1;
        Print($"{EntriesPerDay} entries a day, seed {seed}; time of this thread on the processor");
        Replay(seed, 5_000); // compiled before it is measured
        var run = Replay(seed, count, [10_000, 50_000, 100_000, 200_000, count]);
        var (megabytes, live) = MeasureMemory(seed);
        var (first, last) = (run.Seconds(0, PartCount), run.Seconds(count - PartCount, count));
        var p99 = TimeSpan.FromSeconds(run.Percentile(0.99));
        Print($"first {PartCount}: {PartCount / first:0}/s, last {PartCount}: {PartCount / last:0}/s, {last / first:0.00} times as long");
        var slowdown = MeasureSlowdown(seed, count);
        Print($"in turns, the last {PartCount} take {slowdown:0.00} times as long as the first (at most {MaxSlowdown})");
        Print($"{live} live entries: {megabytes:0.0} MB, {megabytes * 1e6 / live:0} bytes each");
        string[] missed =
        [
            .. Missed(count / run.Seconds(0, count) < MinEntriesPerSecond, $"at least {MinEntriesPerSecond:0} entries a second"),
            .. Missed(p99 >= _maxP99, $"p99 under {_maxP99.TotalMilliseconds} ms"),
            .. Missed(last > MaxSlowdown * first, $"the last {PartCount} no more than {MaxSlowdown} times as long as the first"),
            .. Missed(slowdown > MaxSlowdown, "the same in turns"),
            .. Missed(megabytes >= MaxMegabytes, $"under {MaxMegabytes} MB"),
        ];
        Print($"{(missed.Length == 0 ? "all bounds are kept" : "missed: " + string.Join("; ", missed))}");
        return missed.Length == 0 ? 0 : 1;
    }

    private static string[] Missed(bool isMissed, string bound) => isMissed ? [bound] : [];

    private static StreamRun Replay(int seed, int count, params int[] stops)
    {
        using var stream = new EngineStream(seed);
        var run = new StreamRun(count);
        List<ScannedWord> words = [];
        var (bare, sum, distinct) = (0.0, 0UL, 0L);
        for (var entries = 1; entries <= count; entries++)
        {
            var entry = stream.MoveNext();
            var startedAt = ThreadSeconds();
            words.Clear();
            WordScanner.Scan(TextFolding.Fold(entry.Title), words);
            WordScanner.Scan(TextFolding.Fold(entry.Summary), words);
            words.ForEach(word => sum ^= WordHash.Of(word.Text));
            bare += ThreadSeconds() - startedAt;
            distinct += stops.Length > 0 && entries % 100 == 0 ? words.DistinctBy(word => word.Text).Count() : 0;

            var (changes, taken) = stream.See();
            run.Add(entry, changes, taken);
            if (stops.Contains(entries))
            {
                var (found, real) = run.Largest();
                var seconds = run.Seconds(0, entries);
                Print($"{entries} entries: {entries / seconds:0}/s, p50 {run.Percentile(0.5) * 1e6:0} us, p99 {run.Percentile(0.99) * 1e6:0} us, worst {run.Percentile(1) * 1e3:0} ms");
                Print($"    {seconds / bare:0.0} times a bare pass ({entries / bare:0}/s) over {distinct * 100.0 / entries:0} distinct words each");
                Print($"    {stream.Clusterer.ArticleCount} live entries in {stream.Clusterer.LiveCount} stories");
                Print($"    {run.Score()}; largest stories {string.Join(", ", found)} (true ones {string.Join(", ", real)})");
            }
        }

        return run;
    }

    /// <summary>
    /// How many times as long as the first entries the last ones take, by two engines in turns: the machine, which changes its speed within a
    /// minute, is the same for both.
    /// </summary>
    private static double MeasureSlowdown(int seed, int count)
    {
        using var last = new EngineStream(seed);
        Run(last, count - PartCount);
        using var first = new EngineStream(seed);
        var (ofFirst, ofLast) = (0.0, 0.0);
        for (var entries = 0; entries < PartCount; entries += TurnCount)
        {
            ofFirst += Run(first, TurnCount);
            ofLast += Run(last, TurnCount);
        }

        return ofLast / ofFirst;

        static double Run(EngineStream stream, int count)
        {
            var seconds = 0.0;
            for (var entry = 0; entry < count; entry++)
            {
                stream.MoveNext();
                seconds += stream.See().Seconds;
            }

            return seconds;
        }
    }

    /// <summary>What the engine holds after five days, in which nothing is over yet.</summary>
    private static (double Megabytes, int Live) MeasureMemory(int seed)
    {
        var clusterer = new StoryClusterer(new ClusterOptions());
        var entries = 0;
        foreach (var entry in new StoryStream(seed, EntriesPerDay).Read())
        {
            var key = entries++.ToString(CultureInfo.InvariantCulture);
            clusterer.See(new ArticleText(key, key, entry.At, StoryStream.NameOf(entry.Publication), entry.Title, entry.Summary, "en"));
            if (clusterer.ArticleCount == PartCount)
            {
                break;
            }
        }

        var with = GC.GetTotalMemory(forceFullCollection: true);
        var live = clusterer.ArticleCount;
        GC.KeepAlive(clusterer);
        clusterer = null;
        return ((with - GC.GetTotalMemory(forceFullCollection: true)) / 1e6, live);
    }

    private static void Print(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));

    /// <summary>The processor's time for this thread; where only Linux knows it, the clock's.</summary>
    private static double ThreadSeconds()
    {
        if (OperatingSystem.IsLinux() && ReadClock(ThreadCpuTime, out var time) == 0)
        {
            return time.Seconds + (time.Nanoseconds * 1e-9);
        }

        return TimeProvider.System.GetTimestamp() / (double)TimeProvider.System.TimestampFrequency;
    }

    /// <summary>An engine and the entries that it takes one after the other.</summary>
    private sealed class EngineStream(int seed) : IDisposable
    {
        private readonly IEnumerator<StreamedEntry> _entries = new StoryStream(seed, EntriesPerDay).Read().GetEnumerator();
        private DateTimeOffset _tickAt = DateTimeOffset.MinValue;
        private int _count;

        public StoryClusterer Clusterer { get; } = new(new ClusterOptions());

        /// <summary>The next entry, which the engine has not seen yet.</summary>
        public StreamedEntry MoveNext()
        {
            _entries.MoveNext();
            return _entries.Current;
        }

        /// <summary>The engine takes it; once an hour of the stream it closes what is over too.</summary>
        public (IReadOnlyList<StoryChange> Changes, double Seconds) See()
        {
            var entry = _entries.Current;
            var key = _count++.ToString(CultureInfo.InvariantCulture);
            var text = new ArticleText(key, key, entry.At, StoryStream.NameOf(entry.Publication), entry.Title, entry.Summary, "en");
            var startedAt = ThreadSeconds();
            if (entry.At >= _tickAt)
            {
                Clusterer.Tick(entry.At);
                _tickAt = entry.At + TimeSpan.FromHours(1);
            }

            var changes = Clusterer.See(text);
            return (changes, ThreadSeconds() - startedAt);
        }

        public void Dispose() => _entries.Dispose();
    }

    private const int ThreadCpuTime = 3; // CLOCK_THREAD_CPUTIME_ID

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ReadClock(int clock, out ClockReading time);

    [StructLayout(LayoutKind.Sequential)]
    private struct ClockReading
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
