namespace FeedHub.Reading.Markup;

/// <summary>Characters gathered for one field; rented once per document and used again for the next field.</summary>
internal sealed class CharBuffer : IDisposable
{
    private char[] _characters = CharPool.Rent(4096);

    public int Length { get; private set; }

    public ReadOnlySpan<char> Span => _characters.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Append(char character)
    {
        if (Length == _characters.Length)
        {
            Grow(1);
        }

        _characters[Length++] = character;
    }

    public void Append(ReadOnlySpan<char> text)
    {
        if (text.Length > _characters.Length - Length)
        {
            Grow(text.Length);
        }

        text.CopyTo(_characters.AsSpan(Length));
        Length += text.Length;
    }

    public void Dispose()
    {
        CharPool.Return(_characters);
        _characters = [];
    }

    private void Grow(int count)
    {
        var larger = CharPool.Rent(Math.Max(_characters.Length * 2, Length + count));
        Span.CopyTo(larger);
        CharPool.Return(_characters);
        _characters = larger;
    }
}
