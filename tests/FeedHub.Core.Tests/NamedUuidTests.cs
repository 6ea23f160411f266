namespace FeedHub;

public sealed class NamedUuidTests
{
    // Computed by another implementation of RFC 9562: published ids never change.
    [Fact]
    public void An_article_has_the_same_id_for_ever() => Assert.Equal(
        "urn:uuid:903bd6d0-ac9a-5058-befd-d0c8fbc540ac", NamedUuid.ForArticle(new("example-org-12345678"), new("g:https://example.org/é")));

    [Fact]
    public void A_story_has_the_same_id_for_ever() => Assert.Equal("urn:uuid:3094a338-0e98-5f93-9d81-d437c3532815", NamedUuid.ForStory("https://example.org/1"));

    [Fact]
    public void Feed_and_key_both_count() => Assert.Equal(3, new[]
    {
        NamedUuid.ForArticle(new("a"), new("g:1")), NamedUuid.ForArticle(new("a"), new("g:2")), NamedUuid.ForArticle(new("b"), new("g:1")),
    }.Distinct().Count());
}
