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

    private StoryWeight _one; // of several: where their list is, and its capacity

    public readonly bool IsListed => Count == 1 || _one.Row != Unlisted;

    /// <summary>Its stories, in no order; none where they are not listed. Valid until the table of words or a list changes.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<StoryWeight> StoriesIn(WeightLists lists) =>
        Count == 1 ? new ReadOnlySpan<StoryWeight>(in _one)
        : Count > 1 && IsListed ? lists.At(_one.Row, Count)
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
            lists.Give(_one.Row, Capacity);
            _one = new StoryWeight(Unlisted, 0);
        }
        else if (IsListed)
        {
            if (Count == Capacity)
            {
                Move(lists, Count + 1);
            }

            lists.At(_one.Row, Count + 1)[Count] = story;
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
            var stories = lists.At(_one.Row, Count);
            stories[Checked(Numbers(stories).LastIndexOf(NumberOf(story)))] = now; // what changes is mostly young
        }
    }

    /// <summary>Of several listed ones.</summary>
    public void Remove(StoryWeight story, WeightLists lists)
    {
        var stories = lists.At(_one.Row, Count);
        var place = Checked(Numbers(stories).IndexOf(NumberOf(story))); // what goes is mostly old
        stories[place] = stories[--Count];
        if (Count == 1)
        {
            lists.Give(_one.Row, Capacity);
            _one = stories[0];
        }
        else if (Count < Capacity / 4)
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

        var (place, capacity) = lists.Take(Count);
        stories.CopyTo(lists.At(place, Count));
        _one = new StoryWeight(place, capacity);
    }

    private readonly int Capacity => (int)_one.Weight; // a float holds each exactly

    private void Move(WeightLists lists, int count)
    {
        var (place, capacity) = lists.Take(count);
        lists.At(_one.Row, Count).CopyTo(lists.At(place, Count));
        lists.Give(_one.Row, Capacity);
        _one = new StoryWeight(place, capacity);
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
