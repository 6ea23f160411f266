using System.Globalization;
using FeedHub.Reading.Dates;

namespace FeedHub.Reading;

/// <summary>What the specifications say and publishers mean, behavior by behavior: each case of Fixtures/conformance is one row.</summary>
public sealed class ConformanceTests
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Fixtures", "conformance");

    private static readonly Dictionary<string, ConformanceCase> All = Directory.EnumerateFiles(Root, "*.cases")
        .Order(StringComparer.Ordinal)
        .SelectMany(path => ConformanceCase.ReadAll(File.ReadAllText(path)).Select(one => (Key: $"{Path.GetFileNameWithoutExtension(path)}: {one.Title}", one)))
        .ToDictionary(pair => pair.Key, pair => pair.one, StringComparer.Ordinal);

    public static IEnumerable<TheoryDataRow<string>> Cases() => All.Keys.Select(name => new TheoryDataRow<string>(name));

    public static IEnumerable<TheoryDataRow<string, string>> Dates() =>
        File.ReadLines(Path.Combine(Root, "dates.table"))
            .Where(line => line.Contains(" => ", StringComparison.Ordinal))
            .Select(line => line.Split(" => "))
            .Select(parts => new TheoryDataRow<string, string>(parts[0].Trim(), parts[1].Trim()));

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_document_reads_as_its_specification_says(string name)
    {
        var one = All[name];
        Assert.False(string.IsNullOrEmpty(one.Option("why")), "A case states its reason.");
        var url = one.Option("url") switch { null => Reads.Url, "none" => null, var address => new Uri(address) };
        var context = new DocumentContext(url, one.Option("content-type"), one.Option("content-location"), one.Option("content-language"));

        switch (FeedReader.Read(one.Bytes(), context))
        {
            case ReadOutcome.NotAFeed refused:
                Expectation.Check(one.Expected, new { error = refused.Code });
                break;
            case ReadOutcome.Read(var feed):
                var isEntry = one.Option("in") is "item" or "entry" or "old entry" or "json item";
                Expectation.Check(one.Expected, isEntry ? Assert.Single(feed.Entries) : feed);
                CheckRepairs(one, feed);
                break;
        }
    }

    [Theory]
    [MemberData(nameof(Dates))]
    public void A_date_reads_as_its_publisher_means(string written, string moment) =>
        Assert.Equal(moment == "nothing" ? null : DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture), DateReader.Read(written));

    // A case that names no repair must need none.
    private static void CheckRepairs(ConformanceCase one, ParsedFeed feed)
    {
        if (one.Option("repairs") is not "any" and var repairs)
        {
            Assert.Equal((repairs?.Split(", ") ?? []).Order(), feed.Repairs.Order());
        }
    }
}
