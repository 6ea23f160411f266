using FeedHub.Normalizing;

namespace FeedHub.Pipelines;

/// <summary>Who links to what, as long as it may count.</summary>
public sealed class LinkBookTests
{
    private static readonly DateTimeOffset _noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private readonly LinkBook _book = new();

    [Fact]
    public void An_address_is_found_by_who_links_to_it_and_an_article_votes_for_itself_never()
    {
        _book.Note(new FeedId("a"), _noon, Linking("https://a.example/own", "https://x.example/1", "https://x.example/1?utm_source=feed", "https://a.example/own"));
        _book.Note(new FeedId("b"), _noon.AddHours(1), Linking("https://b.example/own", "https://x.example/1", "https://x.example/2"));

        Assert.Equal([(new FeedId("b"), _noon.AddHours(1)), (new FeedId("a"), _noon)], To("https://x.example/1"));
        Assert.Equal([(new FeedId("b"), _noon.AddHours(1))], To("https://x.example/2"));
        Assert.Empty(To("https://a.example/own"));
    }

    [Fact]
    public void What_is_linked_to_is_told_once()
    {
        _book.Note(new FeedId("a"), _noon, Linking("https://a.example/own", "https://x.example/1"));

        Assert.Equal([NameOf("https://x.example/1")], _book.TakeNew());
        Assert.Empty(_book.TakeNew());
    }

    [Fact]
    public void Links_of_articles_that_are_over_are_forgotten_whether_anything_stands_there_or_not()
    {
        for (var day = 0; day < 10; day++)
        {
            _book.Note(new FeedId("a"), _noon.AddDays(day), Linking("https://a.example/own", "https://a.example/about", $"https://x.example/{day}"));
        }

        _book.Forget(before: _noon.AddDays(7));

        Assert.Equal([_noon.AddDays(9), _noon.AddDays(8), _noon.AddDays(7)], To("https://a.example/about").Select(link => link.At));
        Assert.Equal([7, 8, 9], Enumerable.Range(0, 10).Where(day => To($"https://x.example/{day}").Any()));

        _book.Forget(NameOf("https://a.example/about"));
        Assert.Equal([7, 8, 9], Enumerable.Range(0, 10).Where(day => To($"https://x.example/{day}").Count() == 1));
        Assert.Empty(To("https://a.example/about"));
    }

    private IEnumerable<(FeedId Feed, DateTimeOffset At)> To(string address) => _book.To(NameOf(address));

    private static UInt128 NameOf(string address) => TextName.Of(CanonicalLink.From(address)!);

    private static Entry Linking(string own, params string[] addresses) => new()
    {
        FeedId = new FeedId("any"),
        Key = new EntryKey(own),
        Link = own,
        CanonicalLink = CanonicalLink.From(own),
        Title = "Title",
        Content = string.Concat(addresses.Select(address => $"<p><a href=\"{address}\">there</a></p>")),
        FirstSeenAt = _noon,
        ChangedAt = _noon,
        SourceHash = "00",
    };
}
