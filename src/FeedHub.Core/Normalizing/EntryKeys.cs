using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FeedHub.Normalizing;

/// <summary>
/// The ladder on which entries find their keys (CONTRACT, Entry): guid; else canonical link; else link and date; else a hash of the content.
/// A feed whose keys on a step prove unusable, more than 5 % of a document's being empty or repeated, steps down and stays there. Below the
/// last step are two more keys, for items that share even their content: over content, link and date, and over all that they say.
/// </summary>
internal static class EntryKeys
{
    private const double MaxUnusableShare = 0.05;
    private const int MaxKeyLength = 1024;

    /// <summary>The key of an item on every step and below, null where it has none there; the last one is its own.</summary>
    public static EntryKey?[] Ladder(ParsedEntry parsed, string? canonicalLink, string fragment, DateTimeOffset? publishedAt, string sourceHash)
    {
        var link = canonicalLink is null ? null : canonicalLink + fragment;
        var date = publishedAt?.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var guid = string.IsNullOrWhiteSpace(parsed.Id) ? null : parsed.Id.Trim();
        var content = Hash($"{parsed.Title?.Value}\n{parsed.Content?.Value ?? parsed.Summary?.Value}");
        return
        [
            guid is null ? null : Make('g', guid),
            link is null ? null : Make('l', link),
            link is null || date is null ? null : Make('d', $"{link}\n{date}"),
            Make('c', content),
            Make('x', Hash($"{content}\n{link}\n{date}")),
            Make('s', Hash($"{sourceHash}\n{guid}")),
        ];
    }

    /// <summary>
    /// Equal for two items of a document that are one: nothing tells them apart but, where guid, link, date and title are the same, a text
    /// that the publisher mended (RFC 4287, 4.1.1, allows both versions in one document).
    /// </summary>
    public static (EntryKey? Guid, EntryKey? Link, EntryKey? Date, string? Text) IdentityOf(ParsedEntry parsed, EntryKey?[] ladder) => (
        ladder[(int)EntryKeyStep.Guid],
        ladder[(int)EntryKeyStep.Link],
        ladder[(int)EntryKeyStep.LinkAndDate],
        ladder is [not null, _, not null, ..] ? parsed.Title?.Value : ladder[(int)EntryKeyStep.Content]?.Value);

    /// <summary>The first step from <paramref name="step"/> downward on which the document's keys are usable.</summary>
    public static EntryKeyStep FindStep(IReadOnlyList<EntryKey?[]> ladders, EntryKeyStep step)
    {
        while (step < EntryKeyStep.Content && UnusableShare(ladders, step) > MaxUnusableShare)
        {
            step++;
        }

        return step;
    }

    /// <summary>An item's key on the step, or on the next one where it has any.</summary>
    public static EntryKey KeyOn(EntryKey?[] ladder, EntryKeyStep step)
    {
        var index = (int)step;
        while (ladder[index] is null)
        {
            index++;
        }

        return ladder[index]!.Value;
    }

    /// <summary>
    /// A key for each item of a document, no key twice: its first one from the step downward that no older item has. So a new item neither
    /// takes nor changes the key of one that stood there before it, whatever their order in the document.
    /// </summary>
    public static IReadOnlyList<EntryKey> Assign(IReadOnlyList<SettledItem> items, EntryKeyStep step)
    {
        var taken = new HashSet<EntryKey>();
        var keys = new EntryKey[items.Count];

        // Feeds list the newest first; equal dates need an order that does not hang on the document's.
        var oldestFirst = Enumerable.Range(0, items.Count)
            .OrderBy(index => items[index].Date is null)
            .ThenBy(index => items[index].Date)
            .ThenByDescending(index => items[index].Date is null ? index : 0)
            .ThenBy(index => items[index].SourceHash, StringComparer.Ordinal)
            .ThenBy(index => items[index].Entry.Id, StringComparer.Ordinal);
        foreach (var index in oldestFirst)
        {
            keys[index] = items[index].Ladder.Skip((int)step).OfType<EntryKey>().First(taken.Add);
        }

        return keys;
    }

    /// <summary>Whether the publisher gives ids, but not such as tell the items apart (BAD-50).</summary>
    public static bool AreGuidsUnstable(IReadOnlyList<EntryKey?[]> ladders) =>
        ladders.Count(ladder => ladder[0] is not null) * 2 > ladders.Count && UnusableShare(ladders, EntryKeyStep.Guid) > MaxUnusableShare;

    private static double UnusableShare(IReadOnlyList<EntryKey?[]> ladders, EntryKeyStep step)
    {
        var usable = ladders.Select(ladder => ladder[(int)step]).OfType<EntryKey>().Distinct().Count();
        return ladders.Count == 0 ? 0 : (double)(ladders.Count - usable) / ladders.Count;
    }

    private static EntryKey Make(char step, string value) => new(
        value.Length <= MaxKeyLength
            ? $"{step}:{value}"
            : $"{step}#{Hash(value)}");

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
