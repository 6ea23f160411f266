using System.Globalization;

namespace FeedHub.Normalizing;

/// <summary>Turns what a document says into entries: identity, links, dates, and, where it is worth it, safe texts.</summary>
public static class EntryNormalizer
{
    private const int MaxCategoryCount = 50;
    private const int MaxEnclosureCount = 20;
    private const int MaxPersonCount = 20;
    private const int MaxNameLength = 200;
    private const int MaxGuidLength = 1024;
    private const int MaxAddressLength = 4096;
    private const int MaxCommentsCount = 1_000_000;
    private const int PlaceholderLength = 80;

    // No feed is older than the web; what claims to be is a date that was never set.
    private static readonly DateTimeOffset EarliestDate = new(1990, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset LatestDate = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// The items of a document with their identity settled: cheap, since most of them turn out to be known. Drafts of the publisher
    /// (RFC 5023, 13.1.1) are left out.
    /// </summary>
    /// <param name="parsed">The document.</param>
    /// <param name="feed">The feed that it is of.</param>
    /// <param name="step">The step of the ladder that the feed is on.</param>
    public static DraftedFeed Draft(ParsedFeed parsed, FeedId feed, EntryKeyStep step)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        var items = WithoutEarlierVersions(parsed.Entries
            .Where(entry => !entry.IsDraft)
            .Select(Settle)
            .DistinctBy(item => (item.Ladder[EntryKeyStep.Guid], item.SourceHash)));

        // An item that merely stands twice, its text mended, is no sign that the feed's keys repeat.
        var ladders = items.DistinctBy(item => EntryKeys.IdentityOf(item.Entry, item.Ladder)).Select(item => item.Ladder).ToList();
        step = EntryKeys.FindStep(ladders, step);
        EntryKeyStep[] earlier = [.. Enum.GetValues<EntryKeyStep>().Where(other => other < step)];
        var uniqueEarlier = earlier
            .SelectMany(other => ladders.Select(ladder => ladder[other]).OfType<EntryKey>())
            .CountBy(key => key)
            .Where(count => count.Value == 1)
            .Select(count => count.Key)
            .ToHashSet();
        var keys = EntryKeys.Assign(items, step);
        var drafts = items
            .Select((item, index) => new EntryDraft
            {
                FeedId = feed,
                Key = keys[index],
                OtherKeys = item.Ladder.From(step).Where(key => key != keys[index]),
                EarlierKeys = [.. earlier.Select(other => item.Ladder[other]).OfType<EntryKey>().Where(uniqueEarlier.Contains)],
                Parsed = item.Entry,
                Link = item.Link,
                CanonicalLink = item.CanonicalLink,
                Title = TitleOf(item.Entry, item.Link, item.PublishedAt),
                PublishedAt = item.PublishedAt,
                UpdatedAt = Plausible(item.Entry.UpdatedAt),
                SourceHash = item.SourceHash,
            });
        return new DraftedFeed([.. drafts], step)
        {
            SharesKeys = items.Where((item, index) => keys[index] != item.Ladder.From(step).First()).Any(),
            HasUnstableGuids = step > EntryKeyStep.Guid && EntryKeys.AreGuidsUnstable(ladders),
        };
    }

    /// <summary>The entry of a draft, its markup made safe: the costly part, for new and changed entries only.</summary>
    /// <param name="draft">The draft.</param>
    /// <param name="profile">Stands for authors and language that the item does not name.</param>
    /// <param name="known">The entry that it is a new reading of; null: it is new.</param>
    /// <param name="now">First sight of a new entry, or the moment of change of a known one; in whole milliseconds.</param>
    public static Entry Finish(EntryDraft draft, FeedProfile profile, Entry? known, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(profile);
        var parsed = draft.Parsed;
        return new Entry
        {
            FeedId = draft.FeedId,
            Key = known?.Key ?? draft.Key,
            Guid = known is not null ? known.Guid : parsed.Id?.Trim() is { Length: > 0 and <= MaxGuidLength } guid ? guid : null,
            Link = draft.Link,
            CanonicalLink = draft.CanonicalLink,
            Title = draft.Title,
            Summary = Safe(parsed.Summary, draft.Link),
            Content = Safe(parsed.Content, draft.Link),
            Authors = People(parsed.Authors) is { Count: > 0 } own ? own : profile.Authors,
            PublishedAt = draft.PublishedAt,
            UpdatedAt = draft.UpdatedAt,
            Categories = [.. parsed.Categories
                .Take(MaxCategoryCount)
                .Select(category => new Category(Line(category.Term), Web(category.Scheme), category.Label is null ? null : Line(category.Label)))
                .Where(category => category.Term.Length > 0)],
            Enclosures = [.. parsed.Enclosures
                .Take(MaxEnclosureCount)
                .Where(enclosure => Web(enclosure.Url) is not null)
                .Select(enclosure => enclosure with { Type = enclosure.Type is null ? null : Line(enclosure.Type) })],
            CommentsUrl = Web(parsed.CommentsUrl),
            CommentsCount = parsed.CommentsCount is >= 0 and <= MaxCommentsCount ? parsed.CommentsCount : null,
            Language = LanguageTag(parsed.Language) ?? profile.Language,
            Image = Web(parsed.Image),
            Rights = parsed.Rights is null ? null : Line(parsed.Rights),
            Origin = Origin(parsed.Source, profile.Format),
            FirstSeenAt = known?.FirstSeenAt ?? now,
            ChangedAt = now,
            SourceHash = draft.SourceHash,
            ArticleId = known?.ArticleId,
            ArticleKey = known?.ArticleKey,
        };
    }

    /// <summary>What a document says of the feed itself, as plain text and safe addresses.</summary>
    public static FeedProfile Profile(ParsedFeed parsed)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        var title = parsed.Title is null ? "" : PlainTitle.From(parsed.Title);
        return new FeedProfile
        {
            Format = parsed.Format,
            Title = title.Length == 0 ? null : title,
            SiteUrl = Web(parsed.Link),
            AtomId = AtomId(parsed.Id),
            Language = LanguageTag(parsed.Language),
            Authors = People(parsed.Authors),
            Rights = parsed.Rights is null ? null : Line(parsed.Rights),
            Repairs = parsed.Repairs,
            TimeToLive = parsed.TimeToLive,
            SkipHours = parsed.SkipHours,
            SkipDays = parsed.SkipDays,
        };
    }

    private static string? AtomId(string? text) =>
        text is { Length: <= MaxGuidLength } && IriText.IsAbsolute(text, out var iri) && iri.Scheme is "http" or "https" or "urn" or "tag" ? text : null;

    private static EntryOrigin? Origin(ParsedSource? source, FeedFormat format)
    {
        if (source is null)
        {
            return null;
        }

        // The link of Atom's source is its site; what RSS calls its url is the feed.
        var isAtom = format is FeedFormat.Atom03 or FeedFormat.Atom10;
        var origin = new EntryOrigin(
            AtomId(source.Id),
            source.Title is null ? null : NullIfEmpty(PlainTitle.From(source.Title)),
            Web(isAtom ? source.Links.FirstOrDefault(link => link.Rel == "self")?.Href : source.Link),
            isAtom ? Web(source.Link) : null,
            Plausible(source.UpdatedAt),
            People(source.Authors).Select(author => author.Name ?? author.Email).FirstOrDefault(name => name is not null),
            source.Rights is null ? null : NullIfEmpty(Line(source.Rights)));
        return origin is { Id: null, Title: null, FeedUrl: null, SiteUrl: null } ? null : origin;
    }

    private static SettledItem Settle(ParsedEntry entry)
    {
        var url = WebUrl(entry.Link);
        var canonical = url is null ? null : CanonicalLink.From(url);
        var publishedAt = Plausible(entry.PublishedAt);
        var date = publishedAt ?? Plausible(entry.UpdatedAt);
        var hash = HashOf(entry);
        return new SettledItem(
            entry, url?.OriginalString, canonical, publishedAt, date, hash,
            new KeyLadder(entry, canonical, url is null ? "" : CanonicalLink.FragmentOf(url), date, hash));
    }

    private static List<SettledItem> WithoutEarlierVersions(IEnumerable<SettledItem> items)
    {
        var all = items.ToList();
        var latest = new Dictionary<(EntryKey, EntryKey?, DateTimeOffset, string?), DateTimeOffset?>();
        foreach (var item in all)
        {
            if (item.Versioned is { } version && !(latest.GetValueOrDefault(version) >= item.Entry.UpdatedAt))
            {
                latest[version] = item.Entry.UpdatedAt ?? latest.GetValueOrDefault(version);
            }
        }

        return [.. all.Where(item => item.Versioned is not { } version || item.Entry.UpdatedAt == latest[version])];
    }

    private static string TitleOf(ParsedEntry entry, string? link, DateTimeOffset? publishedAt)
    {
        if (entry.Title is not null && PlainTitle.From(entry.Title) is { Length: > 0 } title)
        {
            return title;
        }

        // Many short notes have no title: their first words stand for it.
        if ((entry.Summary ?? entry.Content) is { } text && PlainTitle.From(text) is { Length: > 0 } words)
        {
            return words.Length <= PlaceholderLength ? words : AtWordEnd(words);
        }

        return link is not null ? PlainTitle.Clean(new Uri(link).Host + new Uri(link).AbsolutePath.TrimEnd('/'))
            : publishedAt is { } date ? date.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)
            : "Untitled";
    }

    private static string AtWordEnd(string words)
    {
        var end = words.LastIndexOf(' ', PlaceholderLength);
        end = end < PlaceholderLength / 2 ? PlaceholderLength : end;
        return words[..(char.IsHighSurrogate(words[end - 1]) ? end - 1 : end)].TrimEnd() + "…";
    }

    /// <summary>Over all that is shown of an item; not the count of comments, which moves without the entry.</summary>
    private static string HashOf(ParsedEntry entry)
    {
        using var hash = new TextHash();
        foreach (var part in Parts(entry))
        {
            hash.Add(part);
            hash.Add(0xff);
        }

        return hash.ToHex();
    }

    private static IEnumerable<string?> Parts(ParsedEntry entry)
    {
        yield return entry.Link;
        yield return entry.Title?.Value;
        yield return entry.Summary?.Value;
        yield return entry.Content?.Value;
        yield return entry.PublishedAt?.ToString("O", CultureInfo.InvariantCulture);
        yield return entry.UpdatedAt?.ToString("O", CultureInfo.InvariantCulture);
        yield return entry.CommentsUrl;
        yield return entry.Image;
        yield return entry.Rights;
        yield return entry.Language;
        foreach (var author in entry.Authors)
        {
            yield return $"{author.Name}\n{author.Email}\n{author.Uri}";
        }

        foreach (var category in entry.Categories)
        {
            yield return $"{category.Term}\n{category.Scheme}\n{category.Label}";
        }

        foreach (var enclosure in entry.Enclosures)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{enclosure.Url}\n{enclosure.Type}\n{enclosure.LengthBytes}");
        }
    }

    private static string? Safe(ParsedText? text, string? link)
    {
        if (text is null)
        {
            return null;
        }

        return text.IsHtml
            ? SafeHtml.Sanitize(text.Value, (text.BaseUrl ?? link) is { } address && CanonicalLink.IsWeb(address, out var url) ? url : null)
            : SafeHtml.FromText(text.Value);
    }

    private static IReadOnlyList<Person> People(IReadOnlyList<Person> people) =>
    [
        .. people
            .Take(MaxPersonCount)
            .Select(person => new Person(
                person.Name is null ? null : NullIfEmpty(Line(person.Name)),
                person.Email is null ? null : NullIfEmpty(Line(person.Email)),
                Web(person.Uri)))
            .Where(person => person.Name is not null || person.Email is not null || person.Uri is not null),
    ];

    private static DateTimeOffset? Plausible(DateTimeOffset? date) =>
        date is { } moment && moment >= EarliestDate && moment <= LatestDate
            ? DateTimeOffset.FromUnixTimeMilliseconds(moment.ToUnixTimeMilliseconds())
            : null;

    private static string? Web(string? address) => WebUrl(address)?.OriginalString;

    /// <summary>The address in its normal form, which is also its <see cref="Uri.OriginalString"/>; null: not of the web, or too long.</summary>
    private static Uri? WebUrl(string? address) =>
        !CanonicalLink.IsWeb(address, out var url) || url.AbsoluteUri.Length > MaxAddressLength ? null
            : url.OriginalString == url.AbsoluteUri ? url
            : CanonicalLink.IsWeb(url.AbsoluteUri, out var kept) ? kept
            : null;

    private static string? LanguageTag(string? language) =>
        language?.Trim() is { Length: > 0 and <= 35 } tag && tag.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-') ? tag : null;

    private static string Line(string text) => Cut(PlainTitle.Clean(text), MaxNameLength);

    private static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
