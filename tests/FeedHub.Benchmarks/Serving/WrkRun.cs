using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace FeedHub.Serving;

/// <summary>What wrk measured in some seconds.</summary>
/// <param name="PerSecond">Answers.</param>
/// <param name="P99">Milliseconds within which 99 of 100 came.</param>
/// <param name="HasErrors">Answers of another status than 2xx or 3xx, or broken connections.</param>
internal sealed partial record WrkRun(double PerSecond, double P99, bool HasErrors)
{
    private const int ConnectionCount = 64;

    public static async Task<WrkRun> MeasureAsync(Uri url, int seconds, IReadOnlyList<string> headers)
    {
        string[] arguments =
        [
            "-c", "1", "wrk", "-t", "1", "-c", ConnectionCount.ToString(CultureInfo.InvariantCulture),
            "-d", string.Create(CultureInfo.InvariantCulture, $"{seconds}s"), "--latency", .. headers.SelectMany(header => new[] { "-H", header }), url.AbsoluteUri,
        ];
        using var process = Process.Start(new ProcessStartInfo("taskset", arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new WrkRun(
            double.Parse(Rate.Match(output).Groups[1].Value, CultureInfo.InvariantCulture),
            Milliseconds(P99Line.Match(output)),
            output.Contains("Non-2xx", StringComparison.Ordinal) || output.Contains("Socket errors", StringComparison.Ordinal));
    }

    private static double Milliseconds(Match match) =>
        double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * (match.Groups[2].Value switch { "us" => 0.001, "ms" => 1, _ => 1000 });

    [GeneratedRegex(@"Requests/sec:\s+([0-9.]+)")]
    private static partial Regex Rate { get; }

    [GeneratedRegex(@"99%\s+([0-9.]+)(us|ms|s)")]
    private static partial Regex P99Line { get; }
}
