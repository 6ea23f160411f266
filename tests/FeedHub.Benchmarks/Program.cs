using BenchmarkDotNet.Running;

// dotnet run -c Release --project tests/FeedHub.Benchmarks -- --filter '*Reader*'
return BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args).Any(summary => summary.HasCriticalValidationErrors) ? 1 : 0;
