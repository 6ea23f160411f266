using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace FeedHub.Reading.Decoding;

/// <summary>What the bytes are when taken for UTF-8.</summary>
/// <param name="IsAscii">No byte over 127.</param>
/// <param name="SequenceCount">Valid sequences of two and more bytes; counted up to a few hundred.</param>
/// <param name="LongSequenceCount">Those of three and more among them.</param>
/// <param name="InvalidCount">Bytes that belong to no sequence; one that the end of input cuts is not counted.</param>
internal readonly record struct Utf8Scan(bool IsAscii, int SequenceCount, int LongSequenceCount, int InvalidCount)
{
    private const int EnoughCount = 400;

    public bool IsValid => InvalidCount == 0;

    /// <summary>
    /// UTF-8 beyond doubt: as good as no other text looks like it. Against an encoding of single bytes a few foreign ones do not count.
    /// </summary>
    public bool IsConvincing(bool againstMultiByte) =>
        againstMultiByte ? InvalidCount == 0 && LongSequenceCount >= 3 : SequenceCount > 2 * InvalidCount;

    public static Utf8Scan Of(ReadOnlySpan<byte> bytes)
    {
        var start = bytes.IndexOfAnyExceptInRange((byte)0, (byte)127);
        if (start < 0)
        {
            return new(true, 0, 0, 0);
        }

        var isValid = Utf8.IsValid(bytes);
        int sequences = 0, longSequences = 0, invalid = 0;
        var rest = bytes[start..];
        while (!rest.IsEmpty && sequences + invalid < EnoughCount)
        {
            var status = Rune.DecodeFromUtf8(rest, out _, out var length);
            if (status == OperationStatus.Done)
            {
                sequences++;
                longSequences += length > 2 ? 1 : 0;
            }
            else if (status == OperationStatus.InvalidData)
            {
                invalid += length;
            }

            rest = rest[length..];
            var next = rest.IndexOfAnyExceptInRange((byte)0, (byte)127);
            rest = next < 0 ? [] : rest[next..];
        }

        if (!isValid && invalid == 0 && !rest.IsEmpty)
        {
            invalid = 1; // beyond what was counted
        }

        return new(false, sequences, longSequences, invalid);
    }
}
