using System.Globalization;
using FeedHub.Reading.Dates;

namespace FeedHub.Reading;

public sealed class DateReaderTests
{
    [Theory]
    [InlineData("Thu, 01 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21Z")]
    [InlineData("1 Jan 04 19:48 EST", "2004-01-02T00:48:00Z")]
    [InlineData("Thu, 1 Jan 2004 9:48:21 +0200", "2004-01-01T07:48:21Z")]
    [InlineData("Fri, 01 Jan 2004 19:48:21 -05:30", "2004-01-02T01:18:21Z")]
    [InlineData("01 Jan 99 00:00 UT", "1999-01-01T00:00:00Z")]
    [InlineData("Thu,01 Jan 2004 19:48:21 A", "2004-01-01T20:48:21Z")]
    [InlineData("Thu, 01 Jan 2004 19:48:21 N", "2004-01-01T18:48:21Z")]
    [InlineData("Thu, 01 January 2004 19:48:21 CEST", "2004-01-01T17:48:21Z")]
    [InlineData("Thu, 01 Jan 2004 19:48:21 GMT+2", "2004-01-01T17:48:21Z")]
    [InlineData("Thu, 01 Jan 2004 19:48:21 +0100 (CET)", "2004-01-01T18:48:21Z")]
    [InlineData("Thu, 01 Jan 2004", "2004-01-01T00:00:00Z")]
    [InlineData("Thu Jan  1 19:48:21 2004", "2004-01-01T19:48:21Z")]
    [InlineData("Thu Jan 1 19:48:21 PST 2004", "2004-01-02T03:48:21Z")]
    [InlineData("January 1, 2004 7:48 PM", "2004-01-01T19:48:00Z")]
    [InlineData("Thursday, January 01, 2004 12:05 AM", "2004-01-01T00:05:00Z")]
    [InlineData("1st January 2004", "2004-01-01T00:00:00Z")]
    [InlineData("01/31/2004 19:48", "2004-01-31T19:48:00Z")]
    [InlineData("31/01/2004", "2004-01-31T00:00:00Z")]
    [InlineData("31.01.2004 19:48:21", "2004-01-31T19:48:21Z")]
    [InlineData("01-Jan-2004 19:48:21", "2004-01-01T19:48:21Z")]
    public void Dates_in_words_are_read(string text, string expected) => Check(text, expected);

    [Theory]
    [InlineData("2004-01-01T19:48:21Z", "2004-01-01T19:48:21Z")]
    [InlineData("2004-01-01t19:48:21z", "2004-01-01T19:48:21Z")]
    [InlineData("2004-01-01T19:48:21.1234567+01:00", "2004-01-01T18:48:21.123Z")]
    [InlineData("2004-01-01T19:48:21-0500", "2004-01-02T00:48:21Z")]
    [InlineData("2004-01-01 19:48:21 +0100", "2004-01-01T18:48:21Z")]
    [InlineData("2004-01-01T19:48", "2004-01-01T19:48:00Z")]
    [InlineData("2004-01-01T19Z", "2004-01-01T19:00:00Z")]
    [InlineData("2004-02", "2004-02-01T00:00:00Z")]
    [InlineData("2004", "2004-01-01T00:00:00Z")]
    [InlineData("20040203", "2004-02-03T00:00:00Z")]
    [InlineData("20040203T194821Z", "2004-02-03T19:48:21Z")]
    [InlineData("20040203194821", "2004-02-03T19:48:21Z")]
    [InlineData("2004-060", "2004-02-29T00:00:00Z")]
    [InlineData("2004-W01-1", "2003-12-29T00:00:00Z")]
    [InlineData("2004/02/03 19:48:21", "2004-02-03T19:48:21Z")]
    [InlineData("2004-1-1", "2004-01-01T00:00:00Z")]
    [InlineData("2004-12-31T24:00:00Z", "2005-01-01T00:00:00Z")]
    public void Dates_that_begin_with_the_year_are_read(string text, string expected) => Check(text, expected);

    [Theory]
    [InlineData("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z")]
    [InlineData("2016-12-31T23:59:60.250Z", "2016-12-31T23:59:59.250Z")]
    [InlineData("2017-01-01T08:59:60+09:00", "2016-12-31T23:59:59Z")]
    [InlineData("Sat, 31 Dec 2016 23:59:60 GMT", "2016-12-31T23:59:59Z")]
    public void F_30_A_leap_second_counts_as_the_one_before(string text, string expected) => Check(text, expected);

    [Theory]
    [InlineData("Κυρ, 11 Ιούλ 2004 12:00:00 EST", "2004-07-11T17:00:00Z")]
    [InlineData("2004-július-13T9:15-05:00", "2004-07-13T14:15:00Z")]
    [InlineData("Вт, 04 мая 2004 12:00:00 +0300", "2004-05-04T09:00:00Z")]
    [InlineData("Do, 04 März 2004 12:00:00 +0100", "2004-03-04T11:00:00Z")]
    [InlineData("mar., 04 août 2004 12:00:00 GMT", "2004-08-04T12:00:00Z")]
    [InlineData("4 de outubro de 2004", "2004-10-04T00:00:00Z")]
    [InlineData("4 října 2004", "2004-10-04T00:00:00Z")]
    [InlineData("2004년 05월 28일 13:31:15", "2004-05-28T04:31:15Z")]
    [InlineData("2004-05-28 오후 01:31:15", "2004-05-28T04:31:15Z")]
    [InlineData("2004年5月28日", "2004-05-28T00:00:00Z")]
    public void Months_in_other_languages_are_read(string text, string expected) => Check(text, expected);

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("Mon, 30 Feb 2004 10:00:00 GMT")]
    [InlineData("2004-13-01")]
    [InlineData("2004-01-01T25:00:00Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("Mon, 01 Jan 0001 00:00:00 +0000")]
    [InlineData("Wed, 30 Nov -0001 00:00:00 +0000")]
    [InlineData("0000-00-00 00:00:00")]
    [InlineData("1000000000000")]
    [InlineData("-2004-01-01")]
    [InlineData("12:00")]
    [InlineData("\u0660\u0661\u0662\u0663")]
    public void What_cannot_be_read_is_absent(string text) => Assert.Null(DateReader.Read(text));

    [Fact]
    public void The_last_year_reads_and_overflows_into_nothing()
    {
        Check("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z");
        Assert.Null(DateReader.Read("9999-12-31T23:59:59-01:00"));
    }

    [Theory]
    [InlineData("Mon, 01 Jan 0001 00:00:00 GMT", null)]
    [InlineData("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z")]
    [InlineData("-1", null)]
    [InlineData("-0001-01-01T00:00:00Z", null)]
    [InlineData("Sat, 31 Dec 2016 23:59:60 GMT", "2016-12-31T23:59:59Z")]
    [InlineData("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z")]
    [InlineData("2024-01-01T24:00:00Z", "2024-01-02T00:00:00Z")]
    [InlineData("Fri, 30 Feb 2024 10:00:00 GMT", null)]
    [InlineData("2024-02-30T10:00:00Z", null)]
    [InlineData("Mon, 1 Jan 2024 10:00:00", "2024-01-01T10:00:00Z")]
    [InlineData("Mon, 1 Jan 2024 10:00:00 CET", "2024-01-01T09:00:00Z")]
    [InlineData("Mon, 1 Jan 24 10:00:00 GMT", "2024-01-01T10:00:00Z")]
    [InlineData("1 января 2024 10:00", "2024-01-01T10:00:00Z")]
    public void BAD_51_Odd_dates_are_read_for_what_they_can_mean_or_absent(string text, string? expected) => Assert.Equal(
        expected is null ? null : DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), DateReader.Read(text));

    [Fact]
    public void No_text_of_any_kind_makes_it_throw()
    {
        var random = new Random(7);
        const string Letters = "0123456789-:+. /,TZWapmJanFeb()年오\u00e9";
        for (var run = 0; run < 20_000; run++)
        {
            DateReader.Read(string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => Letters[random.Next(Letters.Length)])));
        }
    }

    private static void Check(string text, string expected)
    {
        var moment = DateReader.Read(text);
        Assert.Equal(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), moment);
        Assert.Equal(TimeSpan.Zero, moment!.Value.Offset);
    }
}
