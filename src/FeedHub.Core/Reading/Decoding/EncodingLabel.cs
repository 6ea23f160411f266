using System.Collections.Frozen;
using System.Text;

namespace FeedHub.Reading.Decoding;

/// <summary>
/// An encoding under its WHATWG label. The labels are those of the Encoding Standard, 4.2, and spellings that feeds use beside them;
/// what is not listed is unknown, so that no document chooses an exotic decoder.
/// </summary>
/// <param name="Name">The label that we print.</param>
/// <param name="CodePage">Of .NET; 0: none.</param>
/// <param name="Upper">The characters of bytes 128 to 255, where .NET has no code page.</param>
internal sealed record EncodingLabel(string Name, int CodePage, string? Upper = null)
{
    public static readonly EncodingLabel Utf8 = new("utf-8", 65001);
    public static readonly EncodingLabel Utf16LittleEndian = new("utf-16le", 1200);
    public static readonly EncodingLabel Utf16BigEndian = new("utf-16be", 1201);
    public static readonly EncodingLabel Utf32LittleEndian = new("utf-32le", 12000);
    public static readonly EncodingLabel Utf32BigEndian = new("utf-32be", 12001);
    public static readonly EncodingLabel Windows1252 = new("windows-1252", 1252);
    public static readonly EncodingLabel Ebcdic = new("ibm037", 37);

    private static readonly FrozenDictionary<string, EncodingLabel> Known = Labels();
    private static readonly FrozenDictionary<string, EncodingLabel>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        Known.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>ASCII bytes mean ASCII characters, so that a declaration can be read before the encoding is known.</summary>
    public bool IsAsciiSuperset => CodePage is not (1200 or 1201 or 12000 or 12001) && !IsEbcdic;

    /// <summary>Of IBM's mainframes: letters, digits and most marks of XML have the same bytes in all of them.</summary>
    public bool IsEbcdic => CodePage is 37 or 500 or 875 or 1026 or 1047 or 1140 or 20273 or 20424;

    public bool IsBig5 => CodePage == 950;

    /// <summary>More than one byte may stand for a character, so that the bytes may look like UTF-8 by chance.</summary>
    public bool IsMultiByte => CodePage is 932 or 936 or 949 or 950 or 54936 or 51932 or 51949 or 50220 or 1361 or 50225 or 52936;

    /// <summary>The decoder; invalid bytes become U+FFFD.</summary>
    public Encoding Decoder() =>
        Upper is not null ? new SingleByteEncoding(Upper)
        : CodePage is 65001 or 1200 or 1201 or 12000 or 12001
            ? Encoding.GetEncoding(CodePage)
            : CodePagesEncodingProvider.Instance.GetEncoding(CodePage, EncoderFallback.ReplacementFallback, DecoderFallback.ReplacementFallback)
                ?? Encoding.Latin1;

    /// <summary>The encoding that a label means; null: unknown.</summary>
    public static EncodingLabel? Find(ReadOnlySpan<char> label)
    {
        label = label.Trim();
        Span<char> plain = stackalloc char[32];
        var length = 0;
        foreach (var character in label)
        {
            if (character is '-' or '_' or ' ' or ':' or '.')
            {
                continue; // utf8, utf_8, UTF-8; windows_1251; iso8859-1
            }

            if (length == plain.Length)
            {
                return null;
            }

            plain[length++] = character;
        }

        var name = plain[..length];
        if (Lookup.TryGetValue(name, out var found))
        {
            return found;
        }

        return name.StartsWith("x", StringComparison.OrdinalIgnoreCase) && Lookup.TryGetValue(name[1..], out found) ? found : null;
    }

    private static FrozenDictionary<string, EncodingLabel> Labels()
    {
        var labels = new Dictionary<string, EncodingLabel>(StringComparer.OrdinalIgnoreCase);

        void Add(EncodingLabel encoding, params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
            {
                labels[name] = encoding;
            }
        }

        Add(Utf8, "utf8", "unicode11utf8", "unicode20utf8", "utf8n", "utf8mb4", "cp65001");
        Add(Utf16LittleEndian, "utf16", "utf16le", "unicode", "ucs2", "iso10646ucs2", "csunicode", "unicodefeff");
        Add(Utf16BigEndian, "utf16be", "unicodefffe");
        Add(Utf32LittleEndian, "utf32", "utf32le", "ucs4", "iso10646ucs4");
        Add(Utf32BigEndian, "utf32be");
        Add(Windows1252, "windows1252", "cp1252", "iso88591", "88591", "latin1", "l1", "usascii", "ascii", "ansix341968", "cp819", "ibm819",
            "isoir100", "iso885911987", "csisolatin1", "win1252", "iso1", "iso646us", "646", "us", "ansi", "latin", "westerniso");
        for (var page = 1250; page <= 1258; page++)
        {
            var encoding = page == 1252 ? Windows1252 : new EncodingLabel($"windows-{page}", page);
            Add(encoding, $"windows{page}", $"cp{page}", $"win{page}", $"ansi{page}", $"mswin{page}", $"{page}");
        }

        string[] regions = ["msee", "mscyrl", "msansi", "msgreek", "msturk", "mshebr", "msarab", "winbaltrim"]; // as iconv calls them
        for (var index = 0; index < regions.Length; index++)
        {
            Add(labels[$"windows{1250 + index}"], regions[index]);
        }

        (int Part, string[] Aliases)[] parts =
        [
            (2, ["latin2", "l2", "csisolatin2", "isoir101", "iso885921987"]),
            (3, ["latin3", "l3", "csisolatin3", "isoir109", "iso885931988"]),
            (4, ["latin4", "l4", "csisolatin4", "isoir110", "iso885941988"]),
            (5, ["cyrillic", "csisolatincyrillic", "isoir144", "iso885951988"]),
            (6, ["arabic", "asmo708", "ecma114", "csisolatinarabic", "isoir127", "iso885961987", "iso88596e", "csiso88596e", "iso88596i", "csiso88596i"]),
            (7, ["greek", "greek8", "elot928", "ecma118", "suneugreek", "csisolatingreek", "isoir126", "iso885971987"]),
            (8, ["hebrew", "visual", "csisolatinhebrew", "isoir138", "iso885981988", "iso88598e", "csiso88598e"]),
            (13, []),
            (15, ["latin9", "l9", "csisolatin9"]),
        ];
        foreach (var (part, aliases) in parts)
        {
            var encoding = new EncodingLabel($"iso-8859-{part}", 28590 + part);
            Add(encoding, [$"iso8859{part}", $"8859{part}", $"cp{28590 + part}", .. aliases]);
        }

        Add(new("iso-8859-8-i", 38598), "iso88598i", "logical", "csiso88598i");
        Add(labels["windows1254"], "iso88599", "88599", "latin5", "l5", "csisolatin5", "isoir148", "iso885991989");
        Add(new("iso-8859-10", 0, SingleByteEncoding.Latin6), "iso885910", "885910", "latin6", "l6", "csisolatin6", "isoir157", "iso8859101992");
        Add(new("iso-8859-14", 0, SingleByteEncoding.Latin8), "iso885914", "885914", "latin8", "l8", "iso8859141998", "isoir199", "isoceltic");
        Add(new("iso-8859-16", 0, SingleByteEncoding.Latin10), "iso885916", "885916", "latin10", "l10", "iso8859162001", "isoir226");
        Add(new("windows-874", 874), "windows874", "tis620", "iso885911", "dos874", "cp874", "tis62025330", "tis6202533");
        Add(new("koi8-r", 20866), "koi8r", "koi8", "koi", "cskoi8r", "cp20866");
        Add(new("koi8-u", 21866), "koi8u", "koi8ru", "cp21866");
        foreach (var page in (int[])[437, 720, 737, 775, 850, 852, 855, 857, 858, 860, 861, 862, 863, 864, 865, 866, 869])
        {
            Add(new($"ibm{page}", page), $"ibm{page}", $"cp{page}", $"{page}", $"csibm{page}", $"dos{page}");
        }

        Add(labels["437"], "cspc8codepage437");
        Add(labels["775"], "cspc775baltic");
        Add(labels["850"], "cspc850multilingual");
        Add(labels["852"], "cspcp852");
        Add(labels["858"], "ibm00858", "ccsid00858", "cp00858");
        Add(labels["861"], "cpis");
        Add(labels["862"], "cspc862latinhebrew");
        Add(labels["869"], "cpgr");
        Add(new("ibm856", 0, SingleByteEncoding.Ibm856), "ibm856", "cp856", "856");
        Add(new("ibm1125", 0, SingleByteEncoding.Ibm1125), "ibm1125", "cp1125", "1125", "cp866u", "ruscii");
        Add(new("koi8-t", 0, SingleByteEncoding.Koi8T), "koi8t");
        Add(new("macintosh", 10000), "macintosh", "mac", "macroman", "csmacintosh");
        Add(new("x-mac-cyrillic", 10007), "maccyrillic", "macukrainian");
        Add(new("x-mac-greek", 10006), "macgreek");
        Add(new("x-mac-ce", 10029), "macce", "maclatin2", "maccentraleurope", "maccentraleuroperoman");
        Add(new("x-mac-icelandic", 10079), "maciceland", "macicelandic");
        Add(new("x-mac-turkish", 10081), "macturkish");
        Add(new("gb18030", 54936), "gb18030", "gb2312", "csgb2312", "gb231280", "isoir58", "chinese", "csiso58gb231280", "euccn", "eucgb2312cn", "gb", "cp54936");
        Add(new("gbk", 54936), "gbk", "cp936", "ms936", "936", "windows936");
        Add(new("big5", 950), "big5", "big5hkscs", "cnbig5", "csbig5", "cp950", "950", "big5eten", "ms950", "xxbig5");
        Add(new("shift_jis", 932), "shiftjis", "sjis", "ms932", "windows31j", "csshiftjis", "mskanji", "cp932", "932", "xsjis", "shift", "cp943", "shiftjis2004", "shiftjisx0213", "sjis2004");
        Add(new("euc-jp", 51932), "eucjp", "ujis", "cseucpkdfmtjapanese", "cp51932", "extendedunixcodepackedformatforjapanese", "eucjis2004", "eucjisx0213");
        Add(new("iso-2022-jp", 50220), "iso2022jp", "csiso2022jp", "cp50220", "iso2022jp1", "iso2022jp2", "iso2022jp3", "iso2022jp2004", "iso2022jpext");
        Add(new("euc-kr", 949), "euckr", "cseuckr", "csksc56011987", "ksc56011987", "ksc5601", "korean", "windows949", "cp949", "949", "uhc", "ksc56011989", "isoir149", "ms949");
        Add(new("johab", 1361), "johab", "ms1361", "cp1361", "1361");
        Add(new("iso-2022-kr", 50225), "iso2022kr", "csiso2022kr", "cp50225");
        Add(new("hz-gb-2312", 52936), "hzgb2312", "hzgb", "hz");
        Add(Ebcdic, "ibm037", "cp037", "037", "cp37", "csibm037", "ibm039", "ebcdiccpus", "ebcdiccpca", "ebcdiccpnl", "ebcdiccpwt");
        Add(new("ibm500", 500), "ibm500", "cp500", "500", "csibm500", "ebcdiccpbe", "ebcdiccpch");
        Add(new("ibm875", 875), "ibm875", "cp875");
        Add(new("ibm1026", 1026), "ibm1026", "cp1026", "1026", "csibm1026");
        Add(new("ibm1047", 1047), "ibm1047", "cp1047", "1047", "ibm01047");
        Add(new("ibm1140", 1140), "ibm1140", "cp1140", "1140", "ibm01140", "ccsid01140", "ebcdicus37+euro");
        Add(new("ibm273", 20273), "ibm273", "cp273", "273", "csibm273");
        Add(new("ibm424", 20424), "ibm424", "cp424", "424", "csibm424", "ebcdiccphe");
        return labels.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
