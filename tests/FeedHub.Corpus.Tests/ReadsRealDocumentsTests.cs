using System.Security.Cryptography;
using System.Text;
using FeedHub.Reading;

namespace FeedHub;

/// <summary>Every document of the corpus against what a reading of its bytes says.</summary>
public sealed class ReadsRealDocumentsTests
{
    // Documents that are well-formed by their letters may still be encoded wrongly.
    private static readonly string[] EncodingRepairs = ["double-encoded", "wrong-encoding"];

    public static TheoryData<string> Expected => [.. DocumentExpectation.ReadAll().Select(expectation => expectation.Name)];

    [Fact]
    public void Every_document_has_one_expectation_and_every_expectation_a_document()
    {
        RealDocuments.Require();
        Assert.Equal(RealDocuments.Names(), DocumentExpectation.ReadAll().Select(expectation => expectation.Name));
    }

    [Theory]
    [MemberData(nameof(Expected))]
    public void A_real_document_is_read_as_it_says(string name)
    {
        RealDocuments.Require();
        var expected = DocumentExpectation.ReadAll().Single(expectation => expectation.Name == name);
        var feed = Assert.IsType<ReadOutcome.Read>(FeedReader.Read(RealDocuments.Read(name), new DocumentContext(null, null))).Feed;
        Assert.Equal(expected, Describe(name, feed));
    }

    private static DocumentExpectation Describe(string name, ParsedFeed feed)
    {
        var keys = feed.Entries.Select(entry => entry.Id ?? entry.Link ?? "").ToList();
        var titles = feed.Entries.Select(entry => Collapse(entry.Title?.Value ?? ""));
        return new(
            name,
            feed.Format.ToString().ToLowerInvariant(),
            feed.Encoding,
            keys.Count,
            !feed.Repairs.Except(EncodingRepairs, StringComparer.Ordinal).Any(),
            feed.Entries.Count(entry => (entry.PublishedAt ?? entry.UpdatedAt ?? entry.CreatedAt) is not null),
            keys is [var first, ..] ? Digest(first) : "-",
            keys is [.., var last] ? Digest(last) : "-",
            keys.Count > 0 ? Digest(string.Join('\n', keys)) : "-",
            keys.Count > 0 ? Digest(string.Join('\n', titles)) : "-");
    }

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];

    private static string Collapse(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
