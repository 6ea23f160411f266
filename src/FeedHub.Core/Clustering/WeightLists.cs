using System.Runtime.CompilerServices;

namespace FeedHub.Clustering;

/// <summary>
/// Lists of stories, by word, in one array of numbers: there are hundreds of thousands of them, and as objects the garbage collector would look at
/// each whenever some of them have changed.
/// </summary>
internal sealed class WeightLists
{
    /// <summary>Sizes are numbered from 0, and these bits hold each.</summary>
    public const int MaxSize = 63;

    private static readonly int[] _capacities = [.. Enumerable.Range(1, 20).SelectMany(power => new[] { 1 << power, (1 << power) / 2 * 3 })]; // 2, 3, 4, 6, 8 and so on

    private readonly Stack<int>[] _free = [.. _capacities.Select(_ => new Stack<int>())];
    private StoryWeight[] _items = new StoryWeight[1024];
    private int _used;

    /// <summary>A list, or its beginning. Valid until another is taken.</summary>
    public Span<StoryWeight> At(int place, int count) => _items.AsSpan(place, count);

    /// <summary>A list is looked into next.</summary>
    public void Touch(int place) => _ = Volatile.Read(ref Unsafe.As<StoryWeight, int>(ref _items[place])); // a read that the compiler may not leave out

    /// <summary>How many stories a place of a size holds.</summary>
    public static int CapacityOf(int size) => _capacities[size];

    /// <summary>A place for a list of so many stories or some more.</summary>
    public (int Place, int Size) Take(int count)
    {
        var size = SizeOf(count);
        var capacity = _capacities[size];
        if (_free[size].TryPop(out var place))
        {
            return (place, size);
        }

        if (_used + capacity > _items.Length)
        {
            Array.Resize(ref _items, Math.Max(_used + capacity, _items.Length / 4 * 5));
        }

        place = _used;
        _used += capacity;
        return (place, size);
    }

    /// <summary>Gives back a place that was taken.</summary>
    public void Give(int place, int size) => _free[size].Push(place);

    private static int SizeOf(int count)
    {
        var found = Array.BinarySearch(_capacities, count);
        return found >= 0 ? found : ~found; // the next larger one
    }
}
