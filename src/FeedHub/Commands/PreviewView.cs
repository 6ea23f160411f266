using FeedHub.Normalizing;
using FeedHub.Pipelines;

namespace FeedHub.Commands;

/// <summary>A feed before it is followed.</summary>
internal sealed record PreviewView
{
    private const int MaxTextLength = 120;

    public required string Url { get; init; }

    /// <summary>The id that it would have.</summary>
    public required string Id { get; init; }

    public string? Title { get; init; }

    public string? SiteUrl { get; init; }

    public required string Format { get; init; }

    public required IReadOnlyList<string> Repairs { get; init; }

    /// <summary>Further feeds that the page names.</summary>
    public required IReadOnlyList<string> Others { get; init; }

    /// <summary>Newest first; all would be stored, the ten newest stand in <c>/latest</c> where FeedHub runs already.</summary>
    public required IReadOnlyList<PreviewEntry> Entries { get; init; }

    public static PreviewView Of(FeedFinding.Found found, DateTimeOffset now)
    {
        var id = FeedId.FromUrl(found.Url);
        var profile = EntryNormalizer.Profile(found.Feed);
        now = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
        return new PreviewView
        {
            Url = found.Url.AbsoluteUri,
            Id = id.Value,
            Title = profile.Title,
            SiteUrl = profile.SiteUrl,
            Format = profile.Format.ToString().ToLowerInvariant(),
            Repairs = profile.Repairs,
            Others = [.. found.Others.Select(other => other.Url.AbsoluteUri)],
            Entries =
            [
                .. EntryNormalizer.Draft(found.Feed, id, EntryKeyStep.Guid).Drafts
                    .Select(draft => EntryNormalizer.Finish(draft, profile, null, now))
                    .OrderByDescending(entry => entry.PublishedAt ?? entry.UpdatedAt ?? DateTimeOffset.MinValue)
                    .Select(Entry),
            ],
        };
    }

    private static PreviewEntry Entry(Entry entry)
    {
        var text = SafeHtml.TextOf(entry.Summary ?? entry.Content ?? "");
        return new PreviewEntry(
            entry.Title,
            entry.Link,
            entry.PublishedAt ?? entry.UpdatedAt,
            entry.Authors.Select(author => author.Name ?? author.Email).FirstOrDefault(),
            text.Length <= MaxTextLength ? text : XmlText.Clean(text[..MaxTextLength]) + "…");
    }
}

/// <summary>An entry as it would be stored, its text cut short.</summary>
internal sealed record PreviewEntry(string Title, string? Link, DateTimeOffset? PublishedAt, string? Author, string Text);
