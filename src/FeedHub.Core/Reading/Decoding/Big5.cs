namespace FeedHub.Reading.Decoding;

/// <summary>
/// Kana, Cyrillic and circled numbers, which every Big5 since ETEN has (WHATWG Encoding Standard, index Big5) and .NET leaves in its private use area.
/// </summary>
internal static class Big5
{
    private const char First = '\uF6B1'; // bytes C6 A1
    private const int HiraganaAt = 70;
    private const int KatakanaAt = 153;
    private const int CyrillicAt = 239;
    private const int SmallCyrillicAt = 272;
    private const int Count = 305;

    public static void Mend(Span<char> text)
    {
        while (text.IndexOfAnyInRange(First, (char)(First + Count - 1)) is var at and >= 0)
        {
            text[at] = Character(text[at] - First) is not 0 and var code ? (char)code : text[at];
            text = text[(at + 1)..];
        }
    }

    private static int Character(int index) => index switch
    {
        < 10 => 0x2460 + index, // ①
        < 20 => 0x2474 + index - 10, // ⑴
        < 30 => 0x2170 + index - 20, // ⅰ
        62 => '々',
        63 => '〆',
        64 => '〇',
        65 => 'ー',
        < HiraganaAt => 0,
        < KatakanaAt => 'ぁ' + index - HiraganaAt,
        < CyrillicAt => 'ァ' + index - KatakanaAt,
        < SmallCyrillicAt => Cyrillic('А', 'Ё', index - CyrillicAt),
        _ => Cyrillic('а', 'ё', index - SmallCyrillicAt),
    };

    // The seventh letter stands apart from the others in Unicode.
    private static int Cyrillic(char first, char seventh, int index) => index == 6 ? seventh : first + index - (index > 6 ? 1 : 0);
}
