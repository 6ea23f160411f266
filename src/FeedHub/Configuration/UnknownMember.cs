namespace FeedHub.Configuration;

/// <summary>What to say of a member that the list does not know.</summary>
internal static class UnknownMember
{
    private const int MaxNameLength = 32;

    private static readonly Dictionary<string, string> Secrets = new(StringComparer.OrdinalIgnoreCase)
    {
        ["user"] = "userEnv",
        ["username"] = "userEnv",
        ["password"] = "passwordEnv",
        ["pass"] = "passwordEnv",
        ["token"] = "tokenEnv",
    };

    public static string Describe(string name, IReadOnlyList<string> known)
    {
        if (Secrets.TryGetValue(name, out var variable))
        {
            return $"{MistakeList.Quote(name)} does not belong into the list, which holds no secrets: "
                + $"put it into an environment variable and name that in `{variable}` of the feed's `auth`";
        }

        return Nearest(name, known) is { } nearest
            ? $"unknown member {MistakeList.Quote(name)}, did you mean `{nearest}`?"
            : $"unknown member {MistakeList.Quote(name)}: remove it; this object knows {string.Join(", ", known)}";
    }

    /// <summary>The known name that is at most two slips away, and fewer than half its letters; null: none is near.</summary>
    internal static string? Nearest(string name, IReadOnlyList<string> known) => name.Length > MaxNameLength ? null : known
        .Select(candidate => (Name: candidate, Slips: Slips(name.ToUpperInvariant(), candidate.ToUpperInvariant())))
        .Where(candidate => candidate.Slips <= 2 && candidate.Slips * 2 < candidate.Name.Length)
        .OrderBy(candidate => candidate.Slips)
        .Select(candidate => candidate.Name)
        .FirstOrDefault();

    /// <summary>Letters left out, added, mistaken or swapped: the optimal string alignment distance.</summary>
    private static int Slips(string left, string right)
    {
        var slips = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    slips[i, j] = i + j;
                    continue;
                }

                var mistaken = slips[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                slips[i, j] = Math.Min(mistaken, Math.Min(slips[i - 1, j], slips[i, j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    slips[i, j] = Math.Min(slips[i, j], slips[i - 2, j - 2] + 1);
                }
            }
        }

        return slips[left.Length, right.Length];
    }
}
