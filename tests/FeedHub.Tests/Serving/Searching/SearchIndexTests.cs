using System.Globalization;
using FeedHub.Serving.Pages;

namespace FeedHub.Serving.Searching;

/// <summary>What is found by which words, and how much of it.</summary>
public sealed class SearchIndexTests
{
    private static readonly SearchIndex _index = SearchIndex.Of(
    [
        Page("Heron 4.0 is released", "Heron Database Blog", "The biggest release of the database", id: "urn:uuid:1"),
        Page("Upgrading forty servers to Heron 4.0", "Tobin's Notebook", "Before lunch"),
        Page("Übersetzen als erste Aufgabe", "Lenis Werkstatt", "Ein Café in München"),
        Page("東京の天気", "みなづき日記", "雨"),
        Page("A day at the harbour", "The Daily Merge", "Someone saw a heron there"),
        Page("Heron 4.0 is released", "Planet", "The same again", link: "https://blog.example/Heron 4.0 is released"),
    ]);

    [Theory]
    [InlineData("heron", "Heron 4.0 is released", 3)] // the title counts for more than the text, a story for more than an article
    [InlineData("HERON 4.0", "Heron 4.0 is released", 2)]
    [InlineData("server heron", "Upgrading forty servers to Heron 4.0", 1)] // words in any order, and without their endings
    [InlineData("upgrad", "Upgrading forty servers to Heron 4.0", 1)] // the last word may be a beginning
    [InlineData("upgrad servers", null, 0)] // no other may
    [InlineData("ubersetzen", "Übersetzen als erste Aufgabe", 1)]
    [InlineData("cafe munchen", "Übersetzen als erste Aufgabe", 1)]
    [InlineData("東京", "東京の天気", 1)]
    [InlineData("東", "東京の天気", 1)]
    [InlineData("tobin", "Upgrading forty servers to Heron 4.0", 1)]
    [InlineData("heron nowhere", null, 0)]
    [InlineData("", null, 0)]
    [InlineData("<script>\"'", null, 0)]
    public void What_holds_all_words_is_found_the_best_first(string query, string? first, int count)
    {
        var (hits, found) = _index.Find(query);
        Assert.Equal(first, hits.Count > 0 ? hits[0].Title : null);
        Assert.Equal(count, found);
    }

    [Fact]
    public void Of_equals_the_newest_comes_first_and_there_is_an_end()
    {
        var index = SearchIndex.Of(Enumerable.Range(0, 200).Select(number => Page(
            string.Create(CultureInfo.InvariantCulture, $"Harbour {number}"), "Blog", "", at: number)));

        var (hits, count) = index.Find("harbour");

        Assert.Equal(200, count);
        Assert.Equal(50, hits.Count);
        Assert.Equal("Harbour 199", hits[0].Title);
    }

    [Fact]
    public void A_question_without_end_costs_no_more_than_one_that_ends() =>
        Assert.Equal(0, _index.Find(string.Join(' ', Enumerable.Repeat("heron nowhere", 100_000))).Count);

    private static PageStory Page(string title, string source, string lead, string? id = null, string? link = null, int at = 0) => new()
    {
        Id = id,
        Title = title,
        Link = link ?? $"https://blog.example/{title}",
        Source = source,
        Lead = lead,
        PublishedAt = new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero).AddMinutes(at),
        AlsoIn = [],
    };
}
