using System.Globalization;
using System.Text.Json;

namespace FeedHub.Configuration;

/// <summary>An object of the list, asked for its members by name; what is wrong with them goes into the mistakes.</summary>
internal sealed class ListObject
{
    private readonly Dictionary<string, ListNode> _members = new(StringComparer.Ordinal);
    private readonly MistakeList _mistakes;

    private ListObject(ListNode node, MistakeList mistakes)
    {
        Node = node;
        _mistakes = mistakes;
    }

    public ListNode Node { get; }

    /// <summary>Opens an object that may have the <paramref name="known"/> members; null where the value is something else.</summary>
    public static ListObject? Open(ListNode node, string[] known, MistakeList mistakes)
    {
        if (!IsKind(node, JsonTokenType.StartObject, $"an object with members of {string.Join(", ", known)}", mistakes))
        {
            return null;
        }

        var opened = new ListObject(node, mistakes);
        foreach (var member in node.Members)
        {
            if (!known.Contains(member.Name, StringComparer.Ordinal))
            {
                mistakes.Add(member.Offset, member.Value.Path, UnknownMember.Describe(member.Name, known));
            }
            else if (!opened._members.TryAdd(member.Name, member.Value))
            {
                var line = mistakes.LineOf(opened._members[member.Name]);
                mistakes.Add(member.Offset, member.Value.Path, $"this is the second `{member.Name}`, the first is on line {line}: keep one");
            }
        }

        return opened;
    }

    public ListNode? Find(string name) => _members.GetValueOrDefault(name);

    /// <summary>A member that must be there.</summary>
    public ListNode? Require(string name)
    {
        if (Find(name) is not { } node)
        {
            _mistakes.Add(Node.Offset, Node.PathOf(name), $"`{name}` is missing: add it to this object");
            return null;
        }

        return node;
    }

    /// <summary>One line of text; null where the member is absent or wrong.</summary>
    public string? Text(string name, int maxLength = 200, bool canBeEmpty = false) =>
        Find(name) is { } node ? Text(node, maxLength, canBeEmpty) : null;

    /// <summary>One line of text that must be there; empty where it is absent or wrong.</summary>
    public string RequiredText(string name, int maxLength = 200) => Require(name) is { } node ? Text(node, maxLength, false) ?? "" : "";

    /// <summary>A number in a range; null where the member is absent or wrong.</summary>
    public double? Number(string name, double min, double max)
    {
        var wanted = string.Create(CultureInfo.InvariantCulture, $"a number from {min} to {max}");
        if (Find(name) is not { } node || !IsKind(node, JsonTokenType.Number, wanted, _mistakes))
        {
            return null;
        }

        if (double.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
        {
            return number;
        }

        _mistakes.Add(node, $"must be {wanted}");
        return null;
    }

    /// <summary>True only where the member says so.</summary>
    public bool Flag(string name)
    {
        if (Find(name) is { Kind: not (JsonTokenType.True or JsonTokenType.False) } node)
        {
            _mistakes.Add(node, $"must be true or false, not {node.Noun}");
        }

        return Find(name)?.Kind == JsonTokenType.True;
    }

    /// <summary>The items of an array; none where the member is absent or wrong.</summary>
    public IReadOnlyList<ListNode> Items(string name) =>
        Find(name) is { } node && IsKind(node, JsonTokenType.StartArray, "an array, written [ ... ]", _mistakes) ? node.Items : [];

    /// <summary>The items of an array of text that <paramref name="parse"/> accepts.</summary>
    public IReadOnlyList<T> Parsed<T>(string name, Parser<T> parse) where T : class =>
        [.. Items(name).Select(item => Parsed(item, parse)).OfType<T>()];

    /// <summary>A member of text that <paramref name="parse"/> accepts; null where it is absent or wrong.</summary>
    public T? Parsed<T>(ListNode? node, Parser<T> parse) where T : class
    {
        if (node is null || !IsKind(node, JsonTokenType.String, "text in quotes", _mistakes))
        {
            return null;
        }

        var value = parse(node.Text, out var mistake);
        if (mistake is not null)
        {
            _mistakes.Add(node, mistake);
        }

        return value;
    }

    private string? Text(ListNode node, int maxLength, bool canBeEmpty) => Parsed(node, (string text, out string? mistake) =>
    {
        var trimmed = text.Trim();
        mistake = trimmed.Length == 0 && !canBeEmpty ? "must not be empty: write something"
            : trimmed.Length > maxLength ? $"is too long: write at most {maxLength} characters"
            : trimmed.EnumerateRunes().All(MistakeList.IsPlain) ? null
            : "holds a line break or control character: write it on one line";
        return mistake is null ? trimmed : null;
    });

    private static bool IsKind(ListNode node, JsonTokenType kind, string wanted, MistakeList mistakes)
    {
        if (node.Kind != kind)
        {
            mistakes.Add(node, $"must be {wanted}, not {node.Noun}");
        }

        return node.Kind == kind;
    }
}

/// <summary>Reads a value from text; on failure <paramref name="mistake"/> says in words what is wrong and what to do.</summary>
internal delegate T? Parser<T>(string text, out string? mistake) where T : class;
