using FeedHub.Normalizing;

namespace FeedHub.Pipelines;

/// <summary>The addresses that the overrides of a list name, comparable with those of articles.</summary>
internal sealed class OverriddenLinks(FeedList list)
{
    private readonly Dictionary<string, int> _pins = ByPlace(list.Overrides.Pin);

    /// <summary>The list that says so.</summary>
    public FeedList List { get; } = list;

    public IReadOnlySet<string> Banned { get; } = ByPlace(list.Overrides.Ban).Keys.ToHashSet(StringComparer.Ordinal);

    public IReadOnlySet<string> Split { get; } = ByPlace(list.Overrides.Split).Keys.ToHashSet(StringComparer.Ordinal);

    /// <summary>The first place of one of the links among the pinned; null: none is pinned.</summary>
    public int? PinOf(IEnumerable<string> links) =>
        _pins.Count == 0 ? null : links.Where(_pins.ContainsKey).Select(link => (int?)_pins[link]).Min();

    private static Dictionary<string, int> ByPlace(IReadOnlyList<Uri> addresses)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (place, address) in addresses.Index())
        {
            if (CanonicalLink.From(address.AbsoluteUri) is { } link)
            {
                places.TryAdd(link, place);
            }
        }

        return places;
    }
}
