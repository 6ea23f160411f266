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
        List<StoryEvent> events = [.. evidence.Select(one => new StoryEvent(one.At, TextOf(one, one == first), titleOf(one.FeedId)))];
        events.Add(new StoryEvent(item.PublishedAt, "It came onto the front page.", null));
        if (item.UpdatedAt > item.PublishedAt)
        {
            events.Add(new StoryEvent(item.UpdatedAt, "What our feeds say of it was last changed.", null));
        }

        return [.. events.OrderBy(one => one.At).Take(MaxCount)];
    }

    private static string TextOf(Evidence evidence, bool isFirst) => evidence.Kind switch
    {
        EvidenceKind.Publication when isFirst => "told it first.",
        EvidenceKind.Publication when evidence.IsCopy => "carried the same text.",
        EvidenceKind.Publication => "told it too.",
        EvidenceKind.Link => "linked to it.",
        _ => string.Create(CultureInfo.InvariantCulture, $"counted {evidence.CommentsCount:N0} {(evidence.CommentsCount == 1 ? "comment" : "comments")}."),
    };
}
