namespace FeedHub.Rendering;

/// <summary>
/// An Atom document in parts: a long one is written part by part, the entries of one rendering after those of another between one head and one
/// tail.
/// </summary>
/// <param name="Head">All before the entries.</param>
/// <param name="Entries">The entries.</param>
/// <param name="Tail">The end of the document.</param>
public sealed record AtomParts(ReadOnlyMemory<byte> Head, ReadOnlyMemory<byte> Entries, ReadOnlyMemory<byte> Tail);
