namespace FeedHub.Reading.Decoding;

/// <summary>The characters of a document in a rented array that goes back on disposal.</summary>
internal sealed class DecodedText(char[] characters, int length, EncodingLabel encoding) : IDisposable
{
    private char[]? _characters = characters;

    public int Length { get; set; } = length;

    public EncodingLabel Encoding { get; } = encoding;

    public char[] Characters => _characters ?? [];

    public Span<char> Span => Characters.AsSpan(0, Length);

    public void Dispose()
    {
        if (_characters is { Length: > 0 } rented)
        {
            _characters = null;
            CharPool.Return(rented);
        }
    }
}
