using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FeedHub.Clustering;

/// <summary>
/// The live stories that hold a word. Most words stand in one story: that one needs no list. The most common ones have none either.
/// </summary>
internal struct WordPosting
{
    private const int Unlisted = -1;

    public uint Word;

    /// <summary>Live stories that hold it.</summary>
    public int Count;

    /// <summary>Articles of them that do, as far as the stories keep it.</summary>
    public int ArticleCount;

    private StoryWeight _one; // of several: where their list is, and in place of a weight what Pack says

    public readonly bool IsListed => Count == 1 || _one.Row != Unlisted;

    /// <summary>Its stories, the one that was added first mostly first; none where they are not listed. Valid until the table of words or a list changes.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<StoryWeight> StoriesIn(WeightLists lists) =>
        Count == 1 ? new ReadOnlySpan<StoryWeight>(in _one)
        : Count > 1 && IsListed ? ListIn(lists)
        : [];

    public void Add(StoryWeight story, WeightLists lists, int maxListed)
    {
        if (Count == 0)
        {
            _one = story;
        }
        else if (Count == 1)
        {
            Put([_one, story], lists);
            return;
        }
        else if (IsListed && Count == maxListed)
        {
            lists.Give(_one.Row, Size);
            _one = new StoryWeight(Unlisted, 0);
        }
        else if (IsListed)
        {
            if (Start + Count == WeightLists.CapacityOf(Size))
            {
                MakeRoom(lists);
            }

            lists.At(_one.Row + Start, Count + 1)[Count] = story;
        }

        Count++;
    }

    public void Replace(StoryWeight story, StoryWeight now, WeightLists lists)
    {
        if (Count == 1)
        {
            _one = now;
        }
        else if (IsListed)
        {
            var stories = ListIn(lists);
            stories[Checked(Numbers(stories).LastIndexOf(NumberOf(story)))] = now; // what changes is mostly young
        }
    }

    /// <summary>Of several listed ones.</summary>
    public void Remove(StoryWeight story, WeightLists lists)
    {
        // What goes is mostly old, so what is before it is moved, and not what is behind it.
        var stories = ListIn(lists);
        var place = Checked(Numbers(stories).IndexOf(NumberOf(story)));
        stories[..place].CopyTo(stories[1..]);
        Count--;
        if (Count == 1)
        {
            lists.Give(_one.Row, Size);
            _one = stories[1];
            return;
        }

        _one = Pack(_one.Row, Size, Start + 1);
        if (Count < WeightLists.CapacityOf(Size) / 4)
        {
            Move(lists, Count);
        }
    }

    /// <summary>These are its stories, which are listed.</summary>
    public void Put(ReadOnlySpan<StoryWeight> stories, WeightLists lists)
    {
        Count = stories.Length;
        if (Count == 1)
        {
            _one = stories[0];
            return;
        }

        var (place, size) = lists.Take(Count);
        stories.CopyTo(lists.At(place, Count));
        _one = Pack(place, size, 0);
    }

    /// <summary>Its list is looked into next.</summary>
    public readonly void TouchList(WeightLists lists)
    {
        if (Count > 1 && IsListed)
        {
            lists.Touch(_one.Row + Start);
        }
    }

    private readonly Span<StoryWeight> ListIn(WeightLists lists) => lists.At(_one.Row + Start, Count);

    /// <summary>The number of the size of the list's place.</summary>
    private readonly int Size => BitConverter.SingleToInt32Bits(_one.Weight) & WeightLists.MaxSize;

    /// <summary>How far from the beginning of its place the list begins: the first ones go.</summary>
    private readonly int Start => BitConverter.SingleToInt32Bits(_one.Weight) / (WeightLists.MaxSize + 1);

    private static StoryWeight Pack(int place, int size, int start) =>
        new(place, BitConverter.Int32BitsToSingle((start * (WeightLists.MaxSize + 1)) + size));

    private void MakeRoom(WeightLists lists)
    {
        if (Start > Count / 4)
        {
            ListIn(lists).CopyTo(lists.At(_one.Row, Count));
            _one = Pack(_one.Row, Size, 0);
            return;
        }

        Move(lists, Count + 1);
    }

    private void Move(WeightLists lists, int count)
    {
        var (place, size) = lists.Take(count);
        ListIn(lists).CopyTo(lists.At(place, Count));
        lists.Give(_one.Row, Size);
        _one = Pack(place, size, 0);
    }

    /// <summary>Stories as numbers that are quickly compared.</summary>
    private static ReadOnlySpan<ulong> Numbers(Span<StoryWeight> stories) => MemoryMarshal.Cast<StoryWeight, ulong>(stories);

    private static ulong NumberOf(StoryWeight story) => Unsafe.BitCast<StoryWeight, ulong>(story);

    private static int Checked(int place)
    {
        Debug.Assert(place >= 0, "a story is removed as it was added");
        return place;
    }
}
