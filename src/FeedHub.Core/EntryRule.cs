using System.Text.RegularExpressions;

namespace FeedHub;

/// <summary>
/// One rule of <c>include</c> or <c>exclude</c>, written <c>field:text</c>: the field holds the text, whatever the case; a text between
/// slashes is a regular expression without backtracking. Fields: <c>title</c>, <c>tag</c>, <c>author</c>, <c>link</c>, <c>content</c>.
/// </summary>
public sealed class EntryRule
{
    private const int MaxPatternLength = 512;

    private readonly Func<Entry, IEnumerable<string?>> _field;
    private readonly Func<string, bool> _matches;

    private EntryRule(string text, Func<Entry, IEnumerable<string?>> field, Func<string, bool> matches)
    {
        Text = text;
        _field = field;
        _matches = matches;
    }

    /// <summary>The rule as the operator wrote it.</summary>
    public string Text { get; }

    /// <summary>Reads a rule; on failure <paramref name="mistake"/> says in words what is wrong with it.</summary>
    public static EntryRule? Parse(string text, out string? mistake)
    {
        ArgumentNullException.ThrowIfNull(text);
        mistake = null;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? "" : text[..colon].Trim();
        var value = colon < 0 ? "" : text[(colon + 1)..].Trim();
        Func<Entry, IEnumerable<string?>>? field = name switch
        {
            "title" => entry => [entry.Title],
            "tag" => entry => entry.Categories.SelectMany(category => new[] { category.Term, category.Label }),
            "author" => entry => entry.Authors.Select(author => author.Name ?? author.Email),
            "link" => entry => [entry.Link],
            "content" => entry => [entry.Summary, entry.Content],
            _ => null,
        };

        if (field is null || value.Length == 0)
        {
            mistake = "a rule is written field:text, with a field of title, tag, author, link or content";
            return null;
        }

        if (value.Length < 3 || value[0] != '/' || value[^1] != '/')
        {
            // A tag is a word of its own; in the other fields the text may stand anywhere.
            return name == "tag"
                ? new EntryRule(text, field, candidate => candidate.Equals(value, StringComparison.OrdinalIgnoreCase))
                : new EntryRule(text, field, candidate => candidate.Contains(value, StringComparison.OrdinalIgnoreCase));
        }

        if (value.Length > MaxPatternLength)
        {
            mistake = $"a pattern has at most {MaxPatternLength} characters";
            return null;
        }

        try
        {
            // Linear in the length of the text, so that no pattern can hold up a poll.
            var pattern = new Regex(
                value[1..^1], RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
            return new EntryRule(text, field, pattern.IsMatch);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            mistake = "the pattern between the slashes is not a regular expression without look-around and back-references";
            return null;
        }
    }

    /// <summary>Whether the entry's field matches.</summary>
    public bool Matches(Entry entry) => _field(entry).Any(value => value is not null && _matches(value));

    /// <summary>Whether a feed's rules let the entry be published: some include matches, if there are any, and no exclude does.</summary>
    public static bool Admits(FeedSource source, Entry entry)
    {
        ArgumentNullException.ThrowIfNull(source);
        return (source.Include.Count == 0 || source.Include.Any(rule => rule.Matches(entry)))
            && !source.Exclude.Any(rule => rule.Matches(entry));
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
