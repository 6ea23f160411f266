using BenchmarkDotNet.Running;
using FeedHub;
using FeedHub.Admin;
using FeedHub.Clustering;
using FeedHub.Growth;
using FeedHub.Polling;
using FeedHub.Reading;
using FeedHub.Serving;

SocketThreads.Answer(); // as the service does

// Without a word it offers the micro-benchmarks: dotnet run -c Release --project tests/FeedHub.Benchmarks -- --filter '*Reader*'
// With one it measures what no micro-benchmark can: the reader in pairs with its peer, -- reader; whole rounds, -- polling; a grown store, -- growth; hung origins, -- hung; stories, -- stories; the admin listener, -- admin; answers, -- serving
return args switch
{
    ["origin", var port] => await BlogOrigin.RunAsync(int.Parse(port, System.Globalization.CultureInfo.InvariantCulture)),
    ["polling", .. var rest] => await PollingBenchmark.RunAsync(rest),
    ["growth", .. var rest] => await GrowthBenchmark.RunAsync(rest),
    ["serving", .. var rest] => await ServingBenchmark.RunAsync(rest),
    ["reader", .. var rest] => ReaderPairs.Run(rest),
    ["stories", .. var rest] => StoryBenchmark.Run(rest),
    ["growth-store", var directory, var feedCount] => await GrowthBenchmark.MakeAsync(directory, feedCount),
    ["admin", .. var rest] => await AdminBenchmark.RunAsync(rest),
    ["hung", .. var rest] => await HungBenchmark.RunAsync(rest),
    _ => BenchmarkSwitcher.FromAssembly(typeof(PollingBenchmark).Assembly).Run(args).Any(summary => summary.HasCriticalValidationErrors) ? 1 : 0,
};
