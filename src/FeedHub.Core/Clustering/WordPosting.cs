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
    public uint Word;

    /// <summary>Live stories that hold it.</summary>
    public int Count;

    /// <summary>Articles of them that do, as far as the stories keep it.</summary>
    public int ArticleCount;

    private StoryWeight _one;
    private StoryWeight[]? _many; // null: there is one, or too many

    public readonly bool IsListed => Count == 1 || _many is not null;

    /// <summary>Its stories, in no order; none where they are not listed. Valid until the table of words changes.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<StoryWeight> Stories =>
        _many is not null ? _many.AsSpan(0, Count)
        : Count == 1 ? new ReadOnlySpan<StoryWeight>(in _one)
        : [];

    public void Add(StoryWeight story, int maxListed)
    {
        if (Count == 0)
        {
            _one = story;
        }
        else if (IsListed)
        {
            _many ??= [_one, default];
            if (Count == maxListed)
            {
                _many = null;
            }
            else
            {
                if (Count == _many.Length)
                {
                    Array.Resize(ref _many, Count + (Count / 4) + 1);
                }

                _many[Count] = story;
            }
        }

        Count++;
    }

    public void Replace(StoryWeight story, StoryWeight now)
    {
        if (_many is not null)
        {
            _many[Checked(Numbers.LastIndexOf(NumberOf(story)))] = now; // what changes is mostly young
        }
        else if (Count == 1)
        {
            _one = now;
        }
    }

    /// <summary>Of several listed ones.</summary>
    public void Remove(StoryWeight story)
    {
        var place = Checked(Numbers.IndexOf(NumberOf(story))); // what goes is mostly old
        _many![place] = _many[--Count];
        if (Count == 1)
        {
            (_one, _many) = (_many[0], null);
        }
        else if (Count < _many.Length / 4)
        {
            Array.Resize(ref _many, Count);
        }
    }

    /// <summary>Its stories are listed again.</summary>
    public void Put(StoryWeight[] stories) => (_one, _many) = (stories[0], stories.Length == 1 ? null : stories);

    /// <summary>Its listed stories, as numbers that are quickly compared.</summary>
    private readonly ReadOnlySpan<ulong> Numbers => MemoryMarshal.Cast<StoryWeight, ulong>(_many.AsSpan(0, Count));

    private static ulong NumberOf(StoryWeight story) => Unsafe.BitCast<StoryWeight, ulong>(story);

    private static int Checked(int place)
    {
        Debug.Assert(place >= 0, "a story is removed as it was added");
        return place;
    }
}
