using System.Text;

namespace FeedHub.Reading.Decoding;

/// <summary>Encodings of one byte a character that .NET does not bring, ASCII below 128.</summary>
/// <param name="upper">The characters of bytes 128 to 255.</param>
internal sealed class SingleByteEncoding(string upper) : Encoding
{
    /// <summary>Nordic and Sámi languages: ISO 8859-10.</summary>
    public const string Latin6 =
        "\u0080\u0081\u0082\u0083\u0084\u0085\u0086\u0087\u0088\u0089\u008A\u008B\u008C\u008D\u008E\u008F\u0090\u0091\u0092\u0093\u0094\u0095\u0096\u0097\u0098\u0099\u009A\u009B\u009C\u009D\u009E\u009F"
        + "\u00A0ĄĒĢĪĨĶ§ĻĐŠŦŽ\u00ADŪŊ°ąēģīĩķ·ļđšŧž―ūŋ"
        + "ĀÁÂÃÄÅÆĮČÉĘËĖÍÎÏÐŅŌÓÔÕÖŨØŲÚÛÜÝÞß"
        + "āáâãäåæįčéęëėíîïðņōóôõöũøųúûüýþĸ";

    /// <summary>Celtic languages: ISO 8859-14.</summary>
    public const string Latin8 =
        "\u0080\u0081\u0082\u0083\u0084\u0085\u0086\u0087\u0088\u0089\u008A\u008B\u008C\u008D\u008E\u008F\u0090\u0091\u0092\u0093\u0094\u0095\u0096\u0097\u0098\u0099\u009A\u009B\u009C\u009D\u009E\u009F"
        + "\u00A0Ḃḃ£ĊċḊ§Ẁ©ẂḋỲ\u00AD®ŸḞḟĠġṀṁ¶ṖẁṗẃṠỳẄẅṡ"
        + "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏŴÑÒÓÔÕÖṪØÙÚÛÜÝŶß"
        + "àáâãäåæçèéêëìíîïŵñòóôõöṫøùúûüýŷÿ";

    /// <summary>The south-east of Europe: ISO 8859-16.</summary>
    public const string Latin10 =
        "\u0080\u0081\u0082\u0083\u0084\u0085\u0086\u0087\u0088\u0089\u008A\u008B\u008C\u008D\u008E\u008F\u0090\u0091\u0092\u0093\u0094\u0095\u0096\u0097\u0098\u0099\u009A\u009B\u009C\u009D\u009E\u009F"
        + "\u00A0ĄąŁ€„Š§š©Ș«Ź\u00ADźŻ°±ČłŽ”¶·žčș»ŒœŸż"
        + "ÀÁÂĂÄĆÆÇÈÉÊËÌÍÎÏĐŃÒÓÔŐÖŚŰÙÚÛÜĘȚß"
        + "àáâăäćæçèéêëìíîïđńòóôőöśűùúûüęțÿ";

    /// <summary>Tajik.</summary>
    public const string Koi8T =
        "қғ‚Ғ„…†‡�‰ҳ‹ҲҷҶ�Қ‘’“”•–—�™�›����"
        + "�ӯӮё¤ӣ¦§���«¬\u00AD®�°±²Ё�Ӣ¶·�№�»���©"
        + "юабцдефгхийклмнопярстужвьызшэщчъ"
        + "ЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ";

    /// <summary>Ukrainian, DOS.</summary>
    public const string Ibm1125 =
        "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
        + "абвгдежзийклмноп░▒▓│┤╡╢╖╕╣║╗╝╜╛┐"
        + "└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀"
        + "рстуфхцчшщъыьэюяЁёҐґЄєІіЇї·√№¤■\u00A0";

    /// <summary>Hebrew, DOS.</summary>
    public const string Ibm856 =
        "אבגדהוזחטיךכלםמןנסעףפץצקרשת�£�×�"
        + "���������®¬½¼�«»░▒▓│┤���©╣║╗╝¢¥┐"
        + "└┴┬├─┼��╚╔╩╦╠═╬¤���������┘┌█▄¦�▀"
        + "������µ�������¯´\u00AD±‗¾¶§÷¸°¨·¹³²■\u00A0";

    public override int GetByteCount(char[] chars, int index, int count) => count;

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) => throw new NotSupportedException();

    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        for (var offset = 0; offset < byteCount; offset++)
        {
            var code = bytes[byteIndex + offset];
            chars[charIndex + offset] = code < 0x80 ? (char)code : upper[code - 0x80];
        }

        return byteCount;
    }

    public override int GetMaxByteCount(int charCount) => charCount;

    public override int GetMaxCharCount(int byteCount) => byteCount;
}
