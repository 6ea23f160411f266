using System.Runtime.CompilerServices;

namespace FeedHub.Clustering;

/// <summary>
/// What is known of each word that stands in a live story. An open hash table: of hundreds of thousands of words nearly each that is looked up
/// is far from the processor, and here it waits for memory once, where a dictionary waits twice.
/// </summary>
internal sealed class WordTable
{
    private const int MinLength = 1024;

    private WordPosting[] _slots = new WordPosting[MinLength]; // those without a story are free
    private int _count;

    /// <summary>A word; a null reference: no live story holds it.</summary>
    public ref WordPosting Find(uint word)
    {
        ref var slot = ref _slots[PlaceOf(word)];
        return ref slot.Count == 0 ? ref Unsafe.NullRef<WordPosting>() : ref slot;
    }

    /// <summary>A word, to which the caller then adds a story. What was returned before is no longer valid.</summary>
    public ref WordPosting FindOrAdd(uint word)
    {
        if (_count >= _slots.Length / 8 * 5) // fuller, and a word that is not there is looked for in eight places
        {
            Grow();
        }

        ref var slot = ref _slots[PlaceOf(word)];
        if (slot.Count == 0)
        {
            slot.Word = word;
            _count++;
        }

        return ref slot;
    }

    /// <summary>Forgets a word that was there. What was returned before is no longer valid.</summary>
    public void Remove(uint word)
    {
        var hole = PlaceOf(word);
        for (var place = After(hole); _slots[place].Count > 0; place = After(place))
        {
            // What the search for a word would not find behind the hole moves into it.
            if (Distance(HomeOf(_slots[place].Word), place) >= Distance(hole, place))
            {
                _slots[hole] = _slots[place];
                hole = place;
            }
        }

        _slots[hole] = default;
        _count--;
    }

    /// <summary>Words that are looked up next: to wait for all of them together takes little longer than for one.</summary>
    public void Touch(ReadOnlySpan<uint> words)
    {
        foreach (var word in words)
        {
            _ = Volatile.Read(ref _slots[HomeOf(word)].Word); // a read that the compiler may not leave out
        }
    }

    /// <summary>Where the word stands, or would.</summary>
    private int PlaceOf(uint word)
    {
        var place = HomeOf(word);
        while (_slots[place].Count > 0 && _slots[place].Word != word)
        {
            place = After(place);
        }

        return place;
    }

    /// <summary>By a hash that differs with each process: nobody can choose words that meet.</summary>
    private int HomeOf(uint word) => (int)(((ulong)(uint)HashCode.Combine(word) * (ulong)_slots.Length) >> 32);

    private int After(int place) => place + 1 == _slots.Length ? 0 : place + 1;

    private int Distance(int from, int to) => to >= from ? to - from : to - from + _slots.Length;

    private void Grow()
    {
        var before = _slots;
        _slots = new WordPosting[before.Length / 2 * 3];
        foreach (ref var slot in before.AsSpan())
        {
            if (slot.Count > 0)
            {
                _slots[PlaceOf(slot.Word)] = slot;
            }
        }
    }
}
