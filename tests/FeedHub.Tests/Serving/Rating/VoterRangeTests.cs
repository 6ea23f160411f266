using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Serving.Rating;

/// <summary>Who counts as one voter, and which forms are ours.</summary>
public sealed class VoterRangeTests
{
    [Theory]
    [InlineData("203.0.113.77", "203.0.113.0/24")]
    [InlineData("::ffff:203.0.113.77", "203.0.113.0/24")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48")]
    [InlineData(null, "unknown")]
    public void A_network_is_what_one_customer_usually_has(string? address, string range) =>
        Assert.Equal(range, VoterRange.Of(address is null ? null : IPAddress.Parse(address)));

    [Fact]
    public void A_form_is_ours_for_one_story_and_half_an_hour()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 15, 30, 0, TimeSpan.Zero));
        var tokens = new RatingTokens(new RatingKey(() => new byte[32]), clock);
        var strangers = new RatingTokens(new RatingKey(() => [1, .. new byte[31]]), clock);
        var token = tokens.Make("one");

        var number = tokens.NumberOf(token, "one");
        Assert.NotNull(number);
        Assert.NotEqual(number, tokens.NumberOf(tokens.Make("one"), "one"));
        Assert.Null(tokens.NumberOf(token, "two"));
        Assert.Null(tokens.NumberOf(strangers.Make("one"), "one"));
        Assert.All((string?[])[null, "", "..", "1.2", "99999999999.ab.cd", new string('x', 5_000), token + "x"], forged => Assert.Null(tokens.NumberOf(forged, "one")));

        clock.Advance(RatingTokens.Life);
        Assert.Null(tokens.NumberOf(token, "one"));
    }
}
