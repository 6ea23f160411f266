namespace FeedHub.Reading.Decoding;

/// <summary>
/// First bytes of characters whose second byte is missing, as programs leave them that cut texts by bytes: the decoders of .NET take along what
/// follows, and that may be the "&lt;" of an end tag or the end of a CDATA section. (The Encoding Standard gives an ASCII byte back.)
/// </summary>
internal static class HalfCharacters
{
    private const byte Replacement = (byte)'?';

    /// <summary>The bytes with a question mark for each half character; the same where there is none.</summary>
    public static ReadOnlySpan<byte> Mend(ReadOnlySpan<byte> bytes, EncodingLabel encoding, Repairs repairs)
    {
        if (encoding.CodePage is not (932 or 949 or 950 or 51932 or 54936 or 1361))
        {
            return bytes;
        }

        byte[]? mended = null;
        for (var index = 0; index < bytes.Length; index++)
        {
            if (!IsFirst(bytes[index], encoding.CodePage))
            {
                continue;
            }

            var behind = bytes[(index + 1)..];
            if (behind is [] or [< 0x30 or (byte)'<' or (byte)'>', ..] || behind.StartsWith("]]>"u8))
            {
                mended ??= bytes.ToArray();
                mended[index] = Replacement;
                repairs.Add(Repairs.InvalidBytes);
            }
            else
            {
                index++;
            }
        }

        return mended ?? bytes;
    }

    private static bool IsFirst(byte value, int codePage) => codePage switch
    {
        932 => value is (>= 0x81 and <= 0x9F) or (>= 0xE0 and <= 0xFC),
        51932 => value is 0x8E or (>= 0xA1 and <= 0xFE),
        _ => value is >= 0x81 and <= 0xFE,
    };
}
