namespace FeedHub.Clustering;

public sealed class HeadlineTests
{
    [Theory]
    [InlineData("Linux 7.0 released - Phoronix", "phoronix.com", "Linux 7.0 released")]
    [InlineData("Linux 7.0 released – The Register", "theregister.com", "Linux 7.0 released")]
    [InlineData("Linux 7.0 released — LWN.net", "lwn.net", "Linux 7.0 released")]
    [InlineData("Linux 7.0 released | Anything", "blog.example", "Linux 7.0 released")]
    [InlineData("Linux 7.0 released » Anything", "blog.example", "Linux 7.0 released")]
    [InlineData("Linux 7.0 released · Issue 12", "blog.example", "Linux 7.0 released")]
    [InlineData("Linux 7.0 - what is new", "blog.example", "Linux 7.0 - what is new")]
    [InlineData("Linux 7.0 - abc", "abc.example", "Linux 7.0 - abc")]
    [InlineData("Phoronix", "phoronix.com", "Phoronix")]
    [InlineData("A well-known bug", "known.example", "A well-known bug")]
    public void The_name_of_the_publication_behind_a_title_tells_nothing(string title, string publisher, string core) =>
        Assert.Equal(core, Headline.Core(title, publisher));

    [Theory]
    [InlineData("UPDATE 1-Oil falls", "Oil falls")]
    [InlineData("WRAPUP 12-Oil falls", "Oil falls")]
    [InlineData("REFILE-UPDATE 2-Oil falls", "Oil falls")]
    [InlineData("EXCLUSIVE-Oil falls", "Oil falls")]
    [InlineData("BREAKING: Oil falls", "Oil falls")]
    [InlineData("Breaking: Oil falls", "Oil falls")]
    [InlineData("Video | Oil falls", "Oil falls")]
    [InlineData("Watch – Oil falls", "Oil falls")]
    [InlineData("Photos: Oil falls", "Oil falls")]
    [InlineData("Video-game sales rise", "Video-game sales rise")]
    [InlineData("Live-action remake", "Live-action remake")]
    [InlineData("Update your kernel", "Update your kernel")]
    [InlineData("Livestock: prices rise", "Livestock: prices rise")]
    public void Marks_of_agencies_before_a_title_tell_nothing(string title, string core) =>
        Assert.Equal(core, Headline.Core(title, "blog.example"));

    [Fact]
    public void A_title_of_marks_alone_is_empty_and_does_no_harm()
    {
        Assert.Equal("", Headline.Core("LIVE: ", "blog.example"));
        Assert.Empty(Texts.Bag("LIVE: ").Words);
    }
}
