namespace FeedHub.Clustering;

/// <summary>
/// Lists of stories, by word, in one array of numbers: there are hundreds of thousands of them, and as objects the garbage collector would look at
/// each whenever some of them have changed.
/// </summary>
internal sealed class WeightLists
{
    private static readonly int[] _capacities = [.. Enumerable.Range(1, 20).SelectMany(power => new[] { 1 << power, (1 << power) / 2 * 3 })]; // 2, 3, 4, 6, 8 and so on

    private readonly Stack<int>[] _free = [.. _capacities.Select(_ => new Stack<int>())];
    private StoryWeight[] _items = new StoryWeight[1024];
    private int _used;

    /// <summary>A list, or its beginning. Valid until another is taken.</summary>
    public Span<StoryWeight> At(int place, int count) => _items.AsSpan(place, count);

    /// <summary>A place for a list of so many stories or some more.</summary>
    public (int Place, int Capacity) Take(int count)
    {
        var size = SizeOf(count);
        var capacity = _capacities[size];
        if (_free[size].TryPop(out var place))
        {
            return (place, capacity);
        }

        if (_used + capacity > _items.Length)
        {
            Array.Resize(ref _items, Math.Max(_used + capacity, _items.Length / 4 * 5));
        }

        place = _used;
        _used += capacity;
        return (place, capacity);
    }

    /// <summary>Gives back a place that was taken.</summary>
    public void Give(int place, int capacity) => _free[SizeOf(capacity)].Push(place);

    private static int SizeOf(int count)
    {
        var found = Array.BinarySearch(_capacities, count);
        return found >= 0 ? found : ~found; // the next larger one
    }
}
