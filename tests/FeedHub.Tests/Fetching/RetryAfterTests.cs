using System.Globalization;

namespace FeedHub.Fetching;

public sealed class RetryAfterTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("120", "2026-11-24T12:02:00Z")]
    [InlineData(" 3600 ", "2026-11-24T13:00:00Z")]
    [InlineData("Tue, 24 Nov 2026 13:00:00 GMT", "2026-11-24T13:00:00Z")]
    [InlineData("Tuesday, 24-Nov-26 13:00:00 GMT", "2026-11-24T13:00:00Z")]
    [InlineData("Tue Nov 24 13:00:00 2026", "2026-11-24T13:00:00Z")]
    [InlineData("Tue Dec  1 11:00:00 2026", "2026-12-01T11:00:00Z")]
    [InlineData("Mon, 24 Nov 2026 13:00:00 GMT", "2026-11-24T13:00:00Z")] // the day is a Tuesday
    [InlineData("604801", "2026-12-01T12:00:00Z")]
    [InlineData("99999999999999999999", "2026-12-01T12:00:00Z")]
    [InlineData("Tue, 24 Nov 2126 13:00:00 GMT", "2026-12-01T12:00:00Z")]
    [InlineData("Sunday, 24-Nov-75 13:00:00 GMT", "2026-12-01T12:00:00Z")] // 49 years ahead
    [InlineData("Sunday, 24-Nov-94 13:00:00 GMT", null)] // more than 50 years ahead is the past
    [InlineData("0", null)]
    [InlineData("-5", null)]
    [InlineData("1.5", null)]
    [InlineData("soon", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData("Tue, 24 Nov 2026 11:59:59 GMT", null)]
    [InlineData("Tue, 24 Nov 2026 13:00:00 CET", null)]
    public void PP_11_Seconds_and_all_three_dates_are_read_and_junk_is_absent(string? value, string? expected) =>
        Assert.Equal(expected is null ? null : DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), RetryAfter.Read(value, Now));
}
