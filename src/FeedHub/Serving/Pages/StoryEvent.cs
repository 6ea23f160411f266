using System.Globalization;

namespace FeedHub.Serving.Pages;

/// <summary>Something that happened to a story.</summary>
/// <param name="At">When.</param>
/// <param name="Text">What, as half a sentence that begins with <paramref name="Source"/> where there is one.</param>
/// <param name="Source">The feed that did it; null: FeedHub itself.</param>
public sealed record StoryEvent(DateTimeOffset At, string Text, string? Source)
{
    private const int MaxCount = 40;

    /// <summary>All that is known of a listed story, the first first.</summary>
    internal static IReadOnlyList<StoryEvent> Of(Story story, Func<FeedId, string> titleOf)
    {
        var item = story.Shown!.Item;
        var evidence = item.Story?.Evidence ?? [];
        var first = evidence.Where(one => one.Kind == EvidenceKind.Publication).MinBy(one => one.At);
        List<StoryEvent> events = [.. evidence
            .Where(one => one.Kind != EvidenceKind.Engagement)
            .Select(one => new StoryEvent(one.At, TextOf(one, one == first) + CommentsOn(one, evidence), titleOf(one.FeedId)))];
        events.Add(new StoryEvent(item.PublishedAt, "It came onto the front page.", null));
        if (item.UpdatedAt > item.PublishedAt)
        {
            events.Add(new StoryEvent(item.UpdatedAt, "What our feeds say of it was last changed.", null));
        }

        return [.. events.OrderBy(one => one.At).Take(MaxCount)];
    }

    private static string TextOf(Evidence evidence, bool isFirst) => evidence switch
    {
        { Kind: EvidenceKind.Link } => "linked to it",
        { IsCopy: true } => "carried the same text",
        _ => isFirst ? "told it first" : "told it too",
    };

    /// <summary>What its readers said to it; it is counted from the same moment on.</summary>
    private static string CommentsOn(Evidence teller, IReadOnlyList<Evidence> evidence) =>
        evidence.FirstOrDefault(one => one.Kind == EvidenceKind.Engagement && one.FeedId == teller.FeedId && teller.Kind == EvidenceKind.Publication) is { CommentsCount: { } count }
            ? string.Create(CultureInfo.InvariantCulture, $"; {count:N0} {(count == 1 ? "comment" : "comments")}.")
            : ".";
}
