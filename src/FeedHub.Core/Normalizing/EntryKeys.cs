using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FeedHub.Normalizing;

/// <summary>
/// The ladder on which entries find their keys (CONTRACT, Entry): guid; else canonical link; else link and date; else a hash of the content.
/// A feed whose keys on a step prove unusable, more than 5 % of a document's being empty or repeated, steps down and stays there.
/// </summary>
internal static class EntryKeys
{
    private const double MaxUnusableShare = 0.05;
    private const int MaxKeyLength = 1024;

    /// <summary>The key of every item on every step, null where the item has none there.</summary>
    public static EntryKey?[] Ladder(ParsedEntry parsed, string? canonicalLink, string fragment, DateTimeOffset? publishedAt) =>
    [
        string.IsNullOrWhiteSpace(parsed.Id) ? null : Make('g', parsed.Id.Trim()),
        canonicalLink is null ? null : Make('l', canonicalLink + fragment),
        canonicalLink is null || publishedAt is null
            ? null
            : Make('d', string.Create(CultureInfo.InvariantCulture, $"{canonicalLink}{fragment}\n{publishedAt.Value.ToUnixTimeMilliseconds()}")),
        Make('c', Convert.ToHexStringLower(SHA256.HashData(
            Encoding.UTF8.GetBytes($"{parsed.Title?.Value}\n{parsed.Content?.Value ?? parsed.Summary?.Value}")))),
    ];

    /// <summary>
    /// Equal for two items of a document that are one: nothing tells them apart but, where guid, link, date and title are the same, a text
    /// that the publisher mended (RFC 4287, 4.1.1, allows both versions in one document).
    /// </summary>
    public static (EntryKey? Guid, EntryKey? Link, EntryKey? Date, string? Text) IdentityOf(ParsedEntry parsed, EntryKey?[] ladder) => (
        ladder[(int)EntryKeyStep.Guid],
        ladder[(int)EntryKeyStep.Link],
        ladder[(int)EntryKeyStep.LinkAndDate],
        ladder is [not null, _, not null, _] ? parsed.Title?.Value : ladder[(int)EntryKeyStep.Content]?.Value);

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

    private static double UnusableShare(IReadOnlyList<EntryKey?[]> ladders, EntryKeyStep step)
    {
        var usable = ladders.Select(ladder => ladder[(int)step]).OfType<EntryKey>().Distinct().Count();
        return ladders.Count == 0 ? 0 : (double)(ladders.Count - usable) / ladders.Count;
    }

    private static EntryKey Make(char step, string value) => new(
        value.Length <= MaxKeyLength
            ? $"{step}:{value}"
            : $"{step}#{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)))}");
}
