namespace FeedHub.Reading;

/// <summary>People in one line, as RSS writes them: "mail (name)", "name &lt;mail&gt;", "name (mail)", or only one of the two.</summary>
internal static class People
{
    private const int MaxLength = 500;
    private const string Separators = " -:/|";

    public static Person? Parse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var rest = text.AsSpan().Trim();
        rest = rest.Length > MaxLength ? rest[..MaxLength] : rest;
        if (rest.IndexOfAny("(<") is var open and >= 0 && rest[(open + 1)..].IndexOfAny(")>") is var length and >= 0)
        {
            var inner = rest.Slice(open + 1, length).Trim();
            var outer = rest[..open].Trim();
            outer = outer.IsEmpty ? rest[(open + length + 2)..].Trim() : outer;
            if (Mail(outer) is { } mail)
            {
                return new(Name(inner), mail, null);
            }

            if (Mail(inner) is { } innerMail)
            {
                return new(Name(outer), innerMail, null);
            }

            if (outer.IsEmpty && Name(inner) is { } alone)
            {
                return new(alone, null, null);
            }
        }

        if (Mail(rest) is { } only)
        {
            return new(null, only, null);
        }

        // "name mail", "mail - name": the last or the first word is the address.
        if (rest.LastIndexOf(' ') is var space and > 0 && Mail(rest[(space + 1)..]) is { } last)
        {
            return new(Name(rest[..space].TrimEnd(Separators)), last, null);
        }

        if (rest.IndexOf(' ') is var blank and > 0 && Mail(rest[..blank].TrimEnd(Separators)) is { } first)
        {
            return new(Name(rest[blank..].TrimStart(Separators)), first, null);
        }

        return Name(rest) is { } name ? new(name, null, null) : null;
    }

    private static string? Mail(ReadOnlySpan<char> text)
    {
        text = text.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? text["mailto:".Length..] : text;
        var at = text.IndexOf('@');
        return at > 0 && at < text.Length - 1 && !text.ContainsAny(" \t\n()<>,") && !text[(at + 1)..].Contains('@') ? text.ToString() : null;
    }

    private static string? Name(ReadOnlySpan<char> text)
    {
        text = text.Trim(" \t\n\",");
        return text.IsEmpty ? null : text.ToString();
    }
}
