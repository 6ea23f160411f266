using System.Globalization;
using System.Text.RegularExpressions;

namespace FeedHub;

/// <summary>
/// One rule of <c>include</c> or <c>exclude</c>, written <c>field:text</c>: the field holds the text, whatever the case; a text between
/// slashes is a regular expression without backtracking. Fields: <c>title</c>, <c>tag</c>, <c>author</c>, <c>link</c>, <c>content</c>. And
/// <c>older-than:7d</c>: the entry was older than that when it was first seen, which never changes afterwards.
/// </summary>
public sealed class EntryRule
{
    private const int MaxPatternLength = 512;

    private const string Age = "older-than";
    private const int MaxAge = 36_500; // a hundred years of days

    private static readonly string[] Fields = ["title", "tag", "author", "link", "content", Age];

    private readonly Func<Entry, bool> _matches;

    private EntryRule(string text, Func<Entry, bool> matches)
    {
        Text = text;
        _matches = matches;
    }

    private EntryRule(string text, Func<Entry, IEnumerable<string?>> field, Func<string, bool> matches)
        : this(text, entry => field(entry).Any(value => value is not null && matches(value)))
    {
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

        if (name == Age)
        {
            return ParseAge(text, value, out mistake);
        }

        if (field is null || value.Length == 0)
        {
            var nearest = field is null ? Fields.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase) || name == known + "s") : null;
            mistake = nearest is null
                ? "a rule is written field:text, with a field of title, tag, author, link or content, or older-than:7d"
                : $"a rule is written field:text: did you mean `{nearest}`?";
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

    /// <summary>Whether the entry matches.</summary>
    public bool Matches(Entry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return _matches(entry);
    }

    /// <summary>Whether a feed's rules let the entry be published: some include matches, if there are any, and no exclude does.</summary>
    public static bool Admits(FeedSource source, Entry entry) => Withholding(source, entry) is null;

    /// <summary>The rule that withholds an entry, and why; null: it is published.</summary>
    public static WithholdingRule? Withholding(FeedSource source, Entry entry)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.Include.Count > 0 && !source.Include.Any(rule => rule.Matches(entry)))
        {
            return new WithholdingRule($"include {string.Join(", ", source.Include)}", "no rule of include matches");
        }

        return source.Exclude.FirstOrDefault(rule => rule.Matches(entry)) is { } exclude
            ? new WithholdingRule($"exclude {exclude}", "it matches a rule of exclude")
            : null;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static EntryRule? ParseAge(string text, string value, out string? mistake)
    {
        mistake = null;
        if (value.Length > 1 && value[^1] is 'h' or 'd'
            && int.TryParse(value.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= MaxAge)
        {
            var age = value[^1] == 'h' ? TimeSpan.FromHours(count) : TimeSpan.FromDays(count);
            return new EntryRule(text, entry => entry.FirstSeenAt - (entry.PublishedAt ?? entry.UpdatedAt ?? entry.FirstSeenAt) > age);
        }

        mistake = $"an age is written older-than:7d or older-than:36h, with a number from 1 to {MaxAge}";
        return null;
    }
}

/// <summary>Why an entry is stored and not published.</summary>
/// <param name="Rule">The rule as the operator wrote it, behind <c>include</c> or <c>exclude</c>.</param>
/// <param name="Reason">In words.</param>
public sealed record WithholdingRule(string Rule, string Reason);
