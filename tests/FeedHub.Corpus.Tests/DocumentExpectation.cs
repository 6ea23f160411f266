using System.Globalization;

namespace FeedHub;

/// <summary>What one document of the corpus says by a reading of its bytes: a line of <c>expectations.tsv</c>, which explains its columns.</summary>
/// <param name="Name">The path relative to the corpus.</param>
/// <param name="Format">As <c>feedhub parse</c> names it.</param>
/// <param name="Encoding">A WHATWG label.</param>
/// <param name="EntryCount">Of all entries.</param>
/// <param name="IsWellFormed">By a strict parser of XML or JSON.</param>
/// <param name="DatedCount">Entries with a date.</param>
/// <param name="FirstKey">A digest, as are the others; <c>-</c>: there are no entries.</param>
/// <param name="LastKey">Of the last entry.</param>
/// <param name="Keys">Of all entries.</param>
/// <param name="Titles">Of all entries.</param>
internal sealed record DocumentExpectation(
    string Name, string Format, string Encoding, int EntryCount, bool IsWellFormed, int DatedCount, string FirstKey, string LastKey, string Keys, string Titles)
{
    /// <summary>Every line, in file order.</summary>
    public static IReadOnlyList<DocumentExpectation> ReadAll() =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "expectations.tsv"))
            .Where(line => !line.StartsWith('#'))
            .Skip(1)
            .Select(line => Parse(line.Split('\t')))];

    private static DocumentExpectation Parse(string[] fields) =>
        new(fields[0], fields[1], fields[2], int.Parse(fields[3], CultureInfo.InvariantCulture), fields[4] == "yes",
            int.Parse(fields[5], CultureInfo.InvariantCulture), fields[6], fields[7], fields[8], fields[9]);
}
