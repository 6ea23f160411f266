using System.Text;

namespace FeedHub.Reading;

public sealed class DecodingTests
{
    private const string Text = "Grüße aus Köln";

    private static byte[] Bytes(string encoding, string title, string? declared = null) =>
        (encoding switch
        {
            "utf-8" or "utf-16" or "utf-16BE" or "utf-32" => Encoding.GetEncoding(encoding),
            _ => CodePagesEncodingProvider.Instance.GetEncoding(encoding)!,
        }).GetBytes($"<?xml version=\"1.0\"{(declared is null ? "" : $" encoding=\"{declared}\"")}?><rss version=\"2.0\"><channel><title>{title}</title></channel></rss>");

    [Theory]
    [InlineData("windows-1252", "iso-8859-1", "windows-1252", Text)]
    [InlineData("windows-1252", "latin1", "windows-1252", Text)]
    [InlineData("windows-1251", "cp1251", "windows-1251", "Привет, мир")]
    [InlineData("windows-1251", "windows_1251", "windows-1251", "Привет, мир")]
    [InlineData("koi8-r", "KOI8-R", "koi8-r", "Привет, мир")]
    [InlineData("gb18030", "gb2312", "gb18030", "\u4f60\u597d\u4e16\u754c")]
    [InlineData("shift_jis", "x-sjis", "shift_jis", "\u4e16\u754c\u306e\u7a7a")]
    [InlineData("euc-jp", "EUC-JP", "euc-jp", "\u4e16\u754c\u306e\u7a7a")]
    [InlineData("big5", "Big5", "big5", "\u4e16\u754c")]
    [InlineData("windows-874", "tis-620", "windows-874", "\u0e44\u0e17\u0e22")]
    [InlineData("utf-8", "utf8", "utf-8", Text)]
    public void BAD_21_The_declaration_is_believed_where_the_bytes_allow(string encoding, string declared, string label, string title)
    {
        var feed = Reads.Feed(Bytes(encoding, title, declared));

        Assert.Equal((label, title), (feed.Encoding, feed.Title!.Value));
        Assert.Empty(feed.Repairs);
    }

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-32", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", false)]
    public void BAD_21_Sixteen_bits_are_known_by_their_mark_or_pattern(string encoding, bool hasMark)
    {
        var preamble = hasMark ? Encoding.GetEncoding(encoding).GetPreamble() : [];
        byte[] document = [.. preamble, .. Bytes(encoding, Text, "utf-8")];

        Assert.Equal(Text, Reads.Feed(document).Title!.Value);
    }

    [Fact]
    public void The_header_stands_above_the_declaration()
    {
        var feed = Reads.Feed(Bytes("koi8-r", "Привет, мир", "windows-1251"), "application/rss+xml; charset=\"KOI8-R\"");

        Assert.Equal(("koi8-r", "Привет, мир"), (feed.Encoding, feed.Title!.Value));
    }

    [Fact]
    public void A_header_that_the_bytes_refute_yields_to_the_declaration()
    {
        var feed = Reads.Feed(Bytes("windows-1251", "Привет, мир", "windows-1251"), "text/xml; charset=utf-8");

        Assert.Equal(("windows-1251", "Привет, мир"), (feed.Encoding, feed.Title!.Value));
    }

    [Theory]
    [InlineData("iso-8859-1")]
    [InlineData("utf-16")]
    [InlineData("gb2312")]
    public void BAD_21_Bytes_that_are_plainly_utf_8_are_read_so(string declared)
    {
        var feed = Reads.Feed(Bytes("utf-8", Text + " \u4f60\u597d\u4e16\u754c", declared));

        Assert.Equal(("utf-8", Text + " \u4f60\u597d\u4e16\u754c"), (feed.Encoding, feed.Title!.Value));
        Assert.Equal(["wrong-encoding"], feed.Repairs);
    }

    [Fact]
    public void Undeclared_bytes_that_are_no_utf_8_are_windows_1252()
    {
        var feed = Reads.Feed(Bytes("windows-1252", Text));

        Assert.Equal(("windows-1252", Text), (feed.Encoding, feed.Title!.Value));
        Assert.Equal(["invalid-bytes"], feed.Repairs);
    }

    [Fact]
    public void One_foreign_byte_spoils_no_utf_8()
    {
        byte[] document = [.. Encoding.UTF8.GetBytes("<rss><channel><title>äöü "), 0xE9, .. Encoding.UTF8.GetBytes("</title></channel></rss>")];
        var feed = Reads.Feed(document);

        Assert.Equal(("utf-8", "äöü é"), (feed.Encoding, feed.Title!.Value));
        Assert.Equal(["invalid-bytes"], feed.Repairs);
    }

    [Fact]
    public void BAD_21_An_unknown_label_is_named_and_the_bytes_decide()
    {
        var feed = Reads.Feed(Bytes("utf-8", Text, "x-klingon"));

        Assert.Equal(("utf-8", Text), (feed.Encoding, feed.Title!.Value));
        Assert.Equal(["unknown-encoding"], feed.Repairs);
    }

    [Fact]
    public void Utf_8_encoded_twice_is_decoded_twice()
    {
        var twice = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes("Grüße für Köln"));
        var feed = Reads.Channel($"<title>{twice}</title>");

        Assert.Equal("Grüße für Köln", feed.Title!.Value);
        Assert.Equal(["double-encoded"], feed.Repairs);
    }

    [Fact]
    public void BAD_27_Control_characters_go_and_c1_becomes_what_was_meant()
    {
        var feed = Reads.Channel("<title>a\u0002b\u0000 \u0093c\u0094</title>");

        Assert.Equal("ab \u201Cc\u201D", feed.Title!.Value);
        Assert.Equal(["control-character"], feed.Repairs);
    }

    [Fact]
    public void A_delete_character_is_dropped_from_a_document_that_stays_well_formed()
    {
        var feed = Reads.Feed("<rss version=\"2.0\"><channel><title>One\u007F two</title></channel></rss>");

        Assert.Equal("One two", feed.Title!.Value);
        Assert.Empty(feed.Repairs);
    }

    [Fact]
    public void Line_ends_are_one_line_feed() =>
        Assert.Equal("a\nb\nc", Reads.Channel("<description>a\r\nb\rc</description>").Description!.Value);

    // Encoding Standard, 4.2, without those that it replaces with nothing and x-user-defined.
    [Theory]
    [InlineData("unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8")]
    [InlineData("866 cp866 csibm866 ibm866 cskoi8r koi koi8 koi8-r koi8_r koi8-ru koi8-u csmacintosh mac macintosh x-mac-roman x-mac-cyrillic x-mac-ukrainian")]
    [InlineData("csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2 csisolatin3 iso-ir-109 iso_8859-3:1988 l3 latin3")]
    [InlineData("csisolatin4 iso-ir-110 iso_8859-4:1988 l4 latin4 csisolatincyrillic cyrillic iso-ir-144 iso_8859-5:1988 csisolatin6 iso-ir-157 l6 latin6")]
    [InlineData("arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6-e iso-8859-6-i iso-ir-127 iso_8859-6:1987")]
    [InlineData("csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso_8859-7:1987 sun_eu_greek")]
    [InlineData("csiso88598e csisolatinhebrew hebrew iso-8859-8-e iso-ir-138 iso_8859-8:1988 visual csiso88598i iso-8859-8-i logical")]
    [InlineData("iso-8859-13 iso8859-13 iso885913 iso-8859-14 csisolatin9 iso-8859-15 iso_8859-15 l9 iso-8859-16 dos-874 iso-8859-11 tis-620 windows-874")]
    [InlineData("ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-ir-100 iso_8859-1:1987 l1 latin1 us-ascii x-cp1252 csisolatin5 iso-ir-148 l5 latin5")]
    [InlineData("cp1250 x-cp1251 windows-1253 cp1254 x-cp1255 windows-1256 cp1257 cp1258")]
    [InlineData("chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk gb18030 big5 big5-hkscs cn-big5 csbig5 x-x-big5")]
    [InlineData("cseucpkdfmtjapanese euc-jp x-euc-jp csiso2022jp iso-2022-jp csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis")]
    [InlineData("cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949")]
    public void Every_label_of_the_standard_has_a_decoder_of_its_own(string labels)
    {
        foreach (var label in labels.Split(' '))
        {
            var found = Decoding.EncodingLabel.Find(label);

            Assert.True(found is not null, label);
            Assert.True(found.CodePage == 0 || found.Decoder().CodePage == found.CodePage, label); // not what a missing one falls back to
        }
    }
}
