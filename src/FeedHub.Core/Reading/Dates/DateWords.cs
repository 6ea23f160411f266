using System.Collections.Frozen;

namespace FeedHub.Reading.Dates;

/// <summary>The names of months and zones that feeds use.</summary>
internal static class DateWords
{
    private const int MaxLength = 16;

    // January to December: the first letters without accents, in lower case, four where three do not tell two months apart; of English, German,
    // French, Spanish, Portuguese, Italian, Dutch, Scandinavian, Romanian, Hungarian, Polish, Czech, Croatian, Slovenian, Estonian, Lithuanian,
    // Turkish, Finnish, Indonesian, Greek, the Cyrillic ones, Arabic, Hebrew, with its "in" before them too, and Chinese.
    private static readonly FrozenDictionary<string, int> Months = Numbered(
    [
        "jan ene gen ian sty led oca tam sij jaa sau ιαν янв яну січ ينا ינו בינ 一月",
        "feb fev lut uno sub hel velj vee vas φεβ фев лют فبر פבר בפב 二月",
        "mar mrz mrt maa mae bre ozu kov μαρ мар бер مار מרץ מרס במר 三月",
        "apr avr abr kwi dub nis huh tra bal απρ апр кві أبر ابر אפר באפ 四月",
        "may mai mei mag maj kve tou svi geg μαι май маи мая тра ماي מאי במא 五月",
        "jun juin juun giu iun cze cerv haz kes lipn lipa bir ιουν ιον июн юни чер يون יונ ביונ 六月",
        "jul juil juul lug iul lip tem hei srpa lie ιουλ ιολ июл юли лип يول יול ביול 七月",
        "aug avg aou ago sie srp agu agt elo kol rugp αυγ авг сер أغس اغس אוג באוג 八月",
        "sep set sze wrz zar eyl syy ruj rugs σεπ сен сеп вер سبت ספט בספ 九月",
        "oct okt out ott paz rij eki lok spa οκτ окт жов أكت اكت אוק באוק 十月",
        "nov noi lis kas marr stud lap νοε ноя ное лис نوف נוב בנו 十一月",
        "dec dez dic des det gru pro ara jou δεκ дек гру ديس דצמ בדצ 十二月"
    ]);

    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> MonthLookup =
        Months.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenDictionary<string, int> Zones = ByOffset(
    [
        (-660, "SST"),
        (-600, "HST"),
        (-540, "AKST"),
        (-480, "PT PST AKDT"),
        (-420, "MT MST PDT"),
        (-360, "CT CST MDT"),
        (-300, "ET EST CDT"),
        (-240, "CLT AT AST EDT"),
        (-210, "NST"),
        (-180, "BRT ART CLST ADT"),
        (-150, "NDT"),
        (-120, "BRST"),
        (0, "UT UTC GMT Z WET"),
        (60, "WEST BST CET MET MEZ WAT"),
        (120, "CEST MEST MESZ CEDT EET SAST CAT"),
        (180, "EEST MSK TRT IDT EAT"),
        (210, "IRST"),
        (240, "MSD GST"),
        (300, "PKT"),
        (330, "IST"),
        (345, "NPT"),
        (420, "ICT WIB"),
        (480, "WITA HKT SGT PHT AWST"),
        (540, "WIT JST KST"),
        (570, "ACST"),
        (600, "AEST"),
        (630, "ACDT"),
        (660, "AEDT"),
        (720, "NZST"),
        (780, "NZDT"),
    ]);

    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> ZoneLookup =
        Zones.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The word that stands before the number of a month in Vietnam.</summary>
    public static bool IsMonth(ReadOnlySpan<char> word) =>
        word.Equals("thg", StringComparison.OrdinalIgnoreCase) || word.Equals("tháng", StringComparison.OrdinalIgnoreCase);

    /// <summary>1 to 12; 0: no name of a month.</summary>
    /// <param name="word">The name, or its first letters.</param>
    /// <param name="isDayOrdinal">A number with a dot stands before it.</param>
    public static int Month(ReadOnlySpan<char> word, bool isDayOrdinal = false)
    {
        if (word is [.., '月'])
        {
            return MonthLookup.TryGetValue(word, out var chinese) ? chinese : 0;
        }

        if (word.Length < 3)
        {
            return 0;
        }

        Span<char> plain = stackalloc char[MaxLength];
        var length = 0;
        foreach (var letter in word)
        {
            if (length < plain.Length && Plain(char.ToLowerInvariant(letter)) is not '\0' and var simple)
            {
                plain[length++] = simple;
            }
        }

        var name = plain[..length];
        if (length < 3)
        {
            return 0;
        }

        if (name.StartsWith("cervene", StringComparison.Ordinal) || name.StartsWith("cervenc", StringComparison.Ordinal))
        {
            return 7; // Czech: červenec follows červen
        }

        if (name.StartsWith("srpnj", StringComparison.Ordinal))
        {
            return 7; // Croatian: srpanj; Czech srpen is August
        }

        if (isDayOrdinal && name.StartsWith("listopada", StringComparison.Ordinal))
        {
            return 10; // Croatian, which puts a dot behind the day; in Polish, which does not, it is November
        }

        return (length > 3 && MonthLookup.TryGetValue(name[..4], out var month)) || MonthLookup.TryGetValue(name[..3], out month) ? month : 0;
    }

    /// <summary>The offset of a zone's name or letter (RFC 822, 5.1, as it is written there); false: no zone.</summary>
    public static bool TryZone(ReadOnlySpan<char> word, out int minutes)
    {
        if (ZoneLookup.TryGetValue(word, out minutes))
        {
            return true;
        }

        if (word.Length != 1)
        {
            return false;
        }

        minutes = char.ToUpperInvariant(word[0]) switch
        {
            >= 'A' and <= 'I' and var letter => -60 * (letter - 'A' + 1),
            >= 'K' and <= 'M' and var letter => -60 * (letter - 'K' + 10),
            >= 'N' and <= 'Y' and var letter => 60 * (letter - 'N' + 1),
            _ => 0,
        };
        return minutes != 0;
    }

    private static FrozenDictionary<string, int> Numbered(string[] names) =>
        names.SelectMany((line, index) => line.Split(' ').Select(name => KeyValuePair.Create(name, index + 1)))
            .ToFrozenDictionary(StringComparer.Ordinal);

    private static FrozenDictionary<string, int> ByOffset((int Minutes, string Names)[] zones) =>
        zones.SelectMany(zone => zone.Names.Split(' ').Select(name => KeyValuePair.Create(name, zone.Minutes)))
            .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static char Plain(char letter) => letter switch
    {
        'á' or 'à' or 'â' or 'ä' or 'ã' or 'å' or 'ą' => 'a',
        'é' or 'è' or 'ê' or 'ě' or 'ë' or 'ę' => 'e',
        'í' or 'î' or 'ı' => 'i',
        'ó' or 'ö' or 'ő' or 'ô' or 'õ' => 'o',
        'ú' or 'ü' or 'û' or 'ů' or 'ű' or 'ū' => 'u',
        'č' or 'ç' or 'ć' => 'c',
        'ř' => 'r',
        'š' or 'ş' or 'ś' => 's',
        'ž' or 'ź' or 'ż' => 'z',
        'ğ' => 'g',
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' or 'ϊ' or 'ΐ' => 'ι',
        'ό' => 'ο',
        'ύ' or 'ϋ' => 'υ',
        >= '\u0300' and <= '\u036F' => '\0',
        _ => letter,
    };
}
