namespace FeedHub.Editing;

/// <summary>A change of a text: so many bytes at an offset give way to others.</summary>
internal readonly record struct TextChange(int Offset, int Length, string Text)
{
    public int End => Offset + Length;
}
