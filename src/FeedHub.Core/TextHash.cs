using System.Buffers;
using System.Security.Cryptography;
using System.Text.Unicode;

namespace FeedHub;

/// <summary>SHA-256 over the UTF-8 of several texts, without a copy of them; of a lone surrogate U+FFFD counts, as everywhere. To be disposed of.</summary>
internal ref struct TextHash
{
    private const int BufferBytes = 8 * 1024;

    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private IncrementalHash? _begun; // of what did not fit into the buffer
    private int _length;

    public TextHash()
    {
    }

    /// <summary>The hash of texts that follow one another; null is an empty one.</summary>
    public static string Of(params ReadOnlySpan<string?> texts)
    {
        using var hash = new TextHash();
        foreach (var text in texts)
        {
            hash.Add(text);
        }

        return hash.ToHex();
    }

    public void Add(ReadOnlySpan<char> text)
    {
        while (true)
        {
            var status = Utf8.FromUtf16(text, _buffer.AsSpan(_length), out var read, out var written);
            _length += written;
            if (status != OperationStatus.DestinationTooSmall)
            {
                return;
            }

            Flush();
            text = text[read..];
        }
    }

    /// <summary>A byte that no text has, such as 0xFF.</summary>
    public void Add(byte mark)
    {
        if (_length == _buffer.Length)
        {
            Flush();
        }

        _buffer[_length++] = mark;
    }

    /// <summary>The hash of all that was added, in lower-case digits.</summary>
    public readonly string ToHex()
    {
        var rest = _buffer.AsSpan(0, _length);
        if (_begun is null)
        {
            return Convert.ToHexStringLower(SHA256.HashData(rest));
        }

        _begun.AppendData(rest);
        return Convert.ToHexStringLower(_begun.GetHashAndReset());
    }

    public readonly void Dispose()
    {
        _begun?.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
    }

    private void Flush()
    {
        _begun ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        _begun.AppendData(_buffer.AsSpan(0, _length));
        _length = 0;
    }
}
