using System.Text.Json;

namespace FeedHub.Configuration;

/// <summary>A value of the list's JSON that knows where it stands.</summary>
internal sealed class ListNode
{
    /// <summary>What it is, by its first token.</summary>
    public required JsonTokenType Kind { get; init; }

    /// <summary>Of its first byte in the text.</summary>
    public required int Offset { get; init; }

    /// <summary>Of what follows its last byte.</summary>
    public int End { get; set; }

    /// <summary>The object or array around it; null: it is the root.</summary>
    public ListNode? Parent { get; init; }

    /// <summary>Its name in an object; null: it stands in an array, or is the root.</summary>
    public string? Name { get; init; }

    /// <summary>Its place in an array, from 0.</summary>
    public int Index { get; init; }

    /// <summary>A string unescaped or a number as written; empty for the others.</summary>
    public string Text { get; init; } = "";

    /// <summary>The members of an object in the order of the text, repeated ones included.</summary>
    public IReadOnlyList<ListMember> Members { get; set; } = [];

    /// <summary>The items of an array.</summary>
    public IReadOnlyList<ListNode> Items { get; set; } = [];

    /// <summary>The way from the root; empty for the root itself. Made on demand: only mistakes ask for it.</summary>
    public string Path => Parent is null ? "" : Name is null ? $"{Parent.Path}[{Index}]" : Parent.PathOf(Name);

    /// <summary>The way to a member, whether or not it is there.</summary>
    public string PathOf(string member)
    {
        var name = MistakeList.Quote(member)[1..^1];
        return Parent is null ? name : $"{Path}.{name}";
    }

    /// <summary>What it is, in words.</summary>
    public string Noun => Kind switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "text",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => "true or false",
    };
}

/// <summary>A named value of an object, and where its name stands.</summary>
internal readonly record struct ListMember(string Name, int Offset, ListNode Value);
