using BenchmarkDotNet.Running;
using FeedHub.Polling;

// Without a word it offers the micro-benchmarks: dotnet run -c Release --project tests/FeedHub.Benchmarks -- --filter '*Reader*'
// With one it measures whole rounds, which no micro-benchmark can: -- polling, and what hung origins cost: -- hung
return args switch
{
    ["origin", var port] => await BlogOrigin.RunAsync(int.Parse(port, System.Globalization.CultureInfo.InvariantCulture)),
    ["polling", .. var rest] => await PollingBenchmark.RunAsync(rest),
    ["hung", .. var rest] => await HungBenchmark.RunAsync(rest),
    _ => BenchmarkSwitcher.FromAssembly(typeof(PollingBenchmark).Assembly).Run(args).Any(summary => summary.HasCriticalValidationErrors) ? 1 : 0,
};
