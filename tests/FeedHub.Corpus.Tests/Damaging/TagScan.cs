using System.Text.RegularExpressions;

namespace FeedHub.Damaging;

/// <summary>A tag of a document.</summary>
/// <param name="Start">Where its "&lt;" stands.</param>
/// <param name="End">Behind its "&gt;".</param>
/// <param name="Name">As written, with its prefix.</param>
/// <param name="IsEnd">It ends an element.</param>
/// <param name="IsEmpty">It is an element by itself.</param>
/// <param name="IsInText">It is markup inside a text of the feed rather than an element of it.</param>
internal readonly record struct Tag(int Start, int End, string Name, bool IsEnd, bool IsEmpty, bool IsInText)
{
    public string LocalName => Name[(Name.IndexOf(':', StringComparison.Ordinal) + 1)..].ToLowerInvariant();
}

/// <summary>An element with its tags and what is between; an empty element is all tag.</summary>
internal readonly record struct Element(Tag Open, int ContentStart, int ContentEnd, int End)
{
    public string LocalName => Open.LocalName;

    public bool HasEndTag => ContentEnd < End;
}

/// <summary>An entry and the elements that are its children.</summary>
internal sealed record EntryPlace(int Start, int ContentEnd, int End, IReadOnlyList<Element> Children);

/// <summary>
/// Finds tags and entries of a well-formed document: a second opinion beside the reader's, simple enough to be believed. Of others
/// <see cref="IsRegular"/> is false.
/// </summary>
internal sealed partial class TagScan
{
    private static readonly HashSet<string> Texts =
        ["title", "description", "summary", "content", "subtitle", "tagline", "rights", "copyright", "encoded", "body", "div", "section", "items", "abstract"];

    private readonly List<(Tag Tag, List<Element>? Children)> _open = [];

    public TagScan(string text)
    {
        for (var at = 0; (at = text.IndexOf('<', at)) >= 0;)
        {
            at = text.AsSpan(at) switch
            {
                ['<', '!', '-', '-', ..] => Behind(text, "-->", at + 4),
                ['<', '!', '[', ..] => Behind(text, "]]>", at),
                ['<', '?', ..] => Behind(text, "?>", at),
                ['<', '!', ..] => BehindDoctype(text, at),
                _ => ReadTag(text, at),
            };
        }

        IsRegular &= _open.Count == 0;
    }

    public List<Tag> Tags { get; } = [];

    public List<EntryPlace> Entries { get; } = [];

    public bool IsRegular { get; private set; } = true;

    private int ReadTag(string text, int at)
    {
        var match = TagShape().Match(text, at);
        if (!match.Success)
        {
            IsRegular = false;
            return at + 1;
        }

        var isInText = _open.Exists(open => Texts.Contains(open.Tag.LocalName));
        var tag = new Tag(at, at + match.Length, match.Groups[2].Value, match.Groups[1].Length > 0, match.Groups[3].Length > 0, isInText);
        if (tag.IsEnd)
        {
            Close(tag);
            return tag.End;
        }

        Tags.Add(tag);
        if (tag.IsEmpty)
        {
            Parent()?.Add(new Element(tag, tag.End, tag.End, tag.End));
        }
        else
        {
            var isEntry = tag.LocalName is "item" or "entry" && !_open.Exists(open => open.Children is not null);
            _open.Add((tag, isEntry ? [] : null));
        }

        return tag.End;
    }

    private void Close(Tag end)
    {
        var index = _open.FindLastIndex(open => open.Tag.Name == end.Name);
        IsRegular &= index >= 0 && index == _open.Count - 1;
        if (index < 0)
        {
            return;
        }

        var (tag, children) = _open[index];
        _open.RemoveRange(index, _open.Count - index);
        Tags.Add(end with { IsInText = tag.IsInText });
        if (children is not null)
        {
            Entries.Add(new EntryPlace(tag.Start, end.Start, end.End, children));
        }

        Parent()?.Add(new Element(tag, tag.End, end.Start, end.End));
    }

    private List<Element>? Parent() => _open.Count == 0 ? null : _open[^1].Children;

    private int Behind(string text, string mark, int from)
    {
        var found = text.IndexOf(mark, from, StringComparison.Ordinal);
        IsRegular &= found >= 0;
        return found < 0 ? text.Length : found + mark.Length;
    }

    private int BehindDoctype(string text, int at)
    {
        var subset = text.IndexOf('[', at);
        var end = text.IndexOf('>', at);
        return subset >= 0 && subset < end ? Behind(text, ">", text.IndexOf(']', subset)) : Behind(text, ">", at);
    }

    [GeneratedRegex("""\G<(/?)([A-Za-z_][\w:.-]*)(?:[^<>"']|"[^"]*"|'[^']*')*?(/?)>""", RegexOptions.CultureInvariant)]
    private static partial Regex TagShape();
}
