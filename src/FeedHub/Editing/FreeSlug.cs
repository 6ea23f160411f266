namespace FeedHub.Editing;

/// <summary>Slugs for new channels.</summary>
internal static class FreeSlug
{
    private const int MaxStemLength = 58; // 64, less a hyphen and a number

    /// <summary>The slug that a channel must be given, since another has the one that its name makes; null: none.</summary>
    /// <param name="name">The name of the channel.</param>
    /// <param name="taken">The slugs of the other channels; the new one joins them.</param>
    public static string? Of(string name, HashSet<string> taken)
    {
        var own = Slug.FromName(name);
        if (taken.Add(own))
        {
            return null;
        }

        var stem = own[..Math.Min(own.Length, MaxStemLength)];
        var number = 2;
        while (!taken.Add($"{stem}-{number}"))
        {
            number++;
        }

        return $"{stem}-{number}";
    }
}
