namespace FeedHub.Reading;

/// <summary>People in one line, as RSS writes them: "mail (name)", "name &lt;mail&gt;", "name [mail]", or only one of the two.</summary>
internal static class People
{
    private const int MaxLength = 500;
    private const int MaxBracketCount = 8;
    private const string Separators = " -:/|,;";

    public static Person? Parse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var person = ParseLine(text);
        return person is { Email: null } && text.Contains('<', StringComparison.Ordinal) && HtmlLooks.IsHtml(text)
            ? ParseLine(PlainText.FromHtml(text)) // the name as a link, say
            : person;
    }

    private static Person? ParseLine(ReadOnlySpan<char> text)
    {
        var rest = text.Trim();
        rest = rest.Length > MaxLength ? rest[..MaxLength] : rest;
        return InBrackets(rest) ?? SideBySide(rest);
    }

    // The brackets that hold the mail, wherever they stand; else those behind the mail hold the name.
    private static Person? InBrackets(ReadOnlySpan<char> text)
    {
        var open = Next(text, 0);
        for (var count = 0; open >= 0 && count < MaxBracketCount; open = Next(text, open + 1), count++)
        {
            var length = InnerLength(text[open..]);
            if (length >= 0 && Mail(text.Slice(open + 1, length).Trim()) is { } mail)
            {
                return new(Name($"{text[..open].Trim()} {text[(open + length + 2)..].Trim()}"), mail, null);
            }
        }

        var first = Next(text, 0);
        if (first < 0 || InnerLength(text[first..]) is not (>= 0 and var innerLength))
        {
            return null;
        }

        var before = text[..first].Trim();
        var name = Name(text.Slice(first + 1, innerLength));
        return Mail(before) is { } outer ? new(name, outer, null)
            : !before.IsEmpty ? null
            : Mail(text[(first + innerLength + 2)..].Trim()) is { } after ? new(name, after, null)
            : name is null ? null : new(name, null, null);
    }

    private static Person? SideBySide(ReadOnlySpan<char> text)
    {
        if (Mail(text) is { } only)
        {
            return new(null, only, null);
        }

        if (text.IndexOf(' ') is var blank and > 0 && Mail(text[..blank].TrimEnd(Separators)) is { } first)
        {
            var rest = text[blank..].TrimStart(Separators);
            return new(Mail(rest) is null ? Name(rest) : null, first, null);
        }

        if (text.LastIndexOf(' ') is var space and > 0 && Mail(text[(space + 1)..]) is { } last)
        {
            return new(Name(text[..space].TrimEnd(Separators)), last, null);
        }

        return Name(text) is { } name ? new(name, null, null) : null;
    }

    private static int Next(ReadOnlySpan<char> text, int from) =>
        text[from..].IndexOfAny("(<[") is var next and >= 0 ? from + next : -1;

    // Up to the bracket that closes the first one, past brackets in between; -1: none does.
    private static int InnerLength(ReadOnlySpan<char> text)
    {
        var close = text[0] switch { '(' => ')', '<' => '>', _ => ']' };
        var depth = 0;
        for (var index = 0; index < text.Length; index++)
        {
            depth += text[index] == text[0] ? 1 : text[index] == close ? -1 : 0;
            if (depth == 0)
            {
                return index - 1;
            }
        }

        return -1;
    }

    private static string? Mail(ReadOnlySpan<char> text)
    {
        text = text.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? text["mailto:".Length..] : text;
        var at = text.IndexOf('@');
        if (at > 0 && text[at..].IndexOf('?') is var query and > 0)
        {
            text = text[..(at + query)]; // RFC 6068: the subject
        }

        return at > 0 && at < text.Length - 1 && !text.ContainsAny(" \t\n()<>[],;:/") && !text[(at + 1)..].Contains('@') ? text.ToString() : null;
    }

    private static string? Name(ReadOnlySpan<char> text)
    {
        text = text.Trim(" \t\n\",");
        return text.IsEmpty ? null : text.ToString();
    }
}
