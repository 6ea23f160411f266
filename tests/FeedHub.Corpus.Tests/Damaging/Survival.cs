using System.Text;

namespace FeedHub.Damaging;

/// <summary>Compares what is read of a damaged document with what was read of the whole one.</summary>
internal static class Survival
{
    /// <summary>What is not as it must be; null: nothing.</summary>
    public static string? Fault(Specimen whole, Damaged damaged)
    {
        var feed = Specimen.Read(damaged.Bytes);
        if (feed is null)
        {
            // Where not even the root is left, no one can say what it was.
            return damaged.Loss == Loss.End && !HasRoot(whole, damaged.Intact) ? null : "it is no feed any more";
        }

        var intact = !whole.HasPlaces ? 0 : whole.Scan.Entries.Count(entry => entry.End <= damaged.Intact);
        var isWhole = damaged.Loss == Loss.Nothing;
        if (damaged.Loss is Loss.Nothing or Loss.Texts or Loss.Fields && feed.Entries.Count != whole.Entries.Count)
        {
            return $"{feed.Entries.Count} entries of {whole.Entries.Count}";
        }

        if (feed.Entries.Count < intact || (damaged.Loss == Loss.End && whole.HasPlaces && feed.Entries.Count > intact + 1))
        {
            return $"{feed.Entries.Count} entries, of which {intact} are before the damage";
        }

        for (var index = 0; index < (isWhole ? whole.Entries.Count : intact); index++)
        {
            var read = Specimen.Shown(feed.Entries[index]);
            read = damaged.Mend is null ? read : damaged.Mend(read);
            var expected = damaged.Mend is null ? whole.Entries[index] : damaged.Mend(whole.Entries[index]);
            if (read != expected)
            {
                return $"entry {index} {(index < intact ? "before the damage" : "")} reads otherwise: {Difference(expected, read)}";
            }
        }

        return damaged.Loss switch
        {
            Loss.Texts or Loss.Fields => Enumerable.Range(intact, feed.Entries.Count - intact)
                .Select(index => Difference(whole.Feed.Entries[index], feed.Entries[index], damaged.Loss) is { } fault ? $"entry {index}: {fault}" : null)
                .FirstOrDefault(fault => fault is not null),
            Loss.End => Invented(whole.Feed, feed, intact),
            _ => null,
        };
    }

    // The entry in which the document breaks off: half an id or address is a wrong one.
    private static string? Invented(ParsedFeed whole, ParsedFeed cut, int intact)
    {
        if (cut.Entries.Count <= intact || cut.Entries.Count > whole.Entries.Count)
        {
            return null;
        }

        var (was, read) = (whole.Entries[cut.Entries.Count - 1], cut.Entries[^1]);
        return read.Id is not null && read.Id != was.Id ? $"half an id: {read.Id}"
            : read.Link is not null && read.Link != was.Link && read.Link != was.Id && !was.Links.Any(link => link.Href == read.Link) ? $"half a link: {read.Link}"
            : read.PublishedAt is not null && read.PublishedAt != was.PublishedAt ? $"half a date: {read.PublishedAt:O}"
            : read.Title is not null && read.Title.Value != was.Title?.Value ? $"half a title: {read.Title.Value}"
            : null;
    }

    private static string? Difference(ParsedEntry was, ParsedEntry read, Loss loss) =>
        read.Id != was.Id ? $"id {read.Id} was {was.Id}"
        : loss == Loss.Fields ? null
        : read.Link != was.Link ? $"link {read.Link} was {was.Link}"
        : read.PublishedAt != was.PublishedAt ? $"published {read.PublishedAt:O} was {was.PublishedAt:O}"
        : read.UpdatedAt != was.UpdatedAt ? $"updated {read.UpdatedAt:O} was {was.UpdatedAt:O}"
        : null;

    private static bool HasRoot(Specimen whole, int length) =>
        whole.Scan.Tags.Find(tag => tag.LocalName is "rss" or "rdf" or "feed" or "channel" or "entry") is { Name: not null } root && root.End < length;

    private static string Difference(string expected, string read)
    {
        var at = expected.AsSpan().CommonPrefixLength(read);
        var shown = new StringBuilder();
        foreach (var text in (string[])[expected, read])
        {
            shown.Append("\n    ").Append(text.AsSpan(Math.Max(0, at - 60), Math.Min(text.Length, at + 80) - Math.Max(0, at - 60)));
        }

        return shown.ToString();
    }
}
