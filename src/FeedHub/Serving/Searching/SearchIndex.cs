using FeedHub.Clustering;
using FeedHub.Serving.Pages;

namespace FeedHub.Serving.Searching;

/// <summary>
/// What is in memory, by its words. Immutable; its size and the work of a question are bounded by what it was made of.
/// </summary>
internal sealed class SearchIndex
{
    public const int MaxQueryLength = 200;

    private const int MaxWordCount = 12;
    private const int MaxHitCount = 50;
    private const int TitleWeight = 4;
    private const int NameWeight = 2;
    private const int StoryBonus = 1; // above an article of which the same is true

    private readonly IReadOnlyList<PageStory> _pages;
    private readonly string[] _words;
    private readonly (int Page, int Weight)[][] _places; // by the place of the word

    private SearchIndex(IReadOnlyList<PageStory> pages, string[] words, (int Page, int Weight)[][] places)
    {
        _pages = pages;
        _words = words;
        _places = places;
    }

    /// <summary>Of nothing.</summary>
    public static SearchIndex Empty { get; } = Of([]);

    /// <summary>Of stories and articles; of several with one link the first counts.</summary>
    public static SearchIndex Of(IEnumerable<PageStory> pages)
    {
        PageStory[] all = [.. pages.DistinctBy(page => page.Link ?? page.Id ?? page.Title, StringComparer.Ordinal)];
        Dictionary<string, Dictionary<int, int>> index = new(StringComparer.Ordinal);
        for (var page = 0; page < all.Length; page++)
        {
            Add(all[page].Title, TitleWeight);
            Add(all[page].Source, NameWeight);
            Add(all[page].Author ?? "", NameWeight);
            Add(string.Join(' ', all[page].AlsoIn.Select(other => other.Title)), 1);
            Add(all[page].Lead, 1);

            void Add(string text, int weight)
            {
                foreach (var word in StoryWords.Of(text))
                {
                    if (!index.TryGetValue(word, out var places))
                    {
                        index[word] = places = [];
                    }

                    places[page] = Math.Max(places.GetValueOrDefault(page), weight);
                }
            }
        }

        var words = index.Keys.Order(StringComparer.Ordinal).ToArray();
        return new SearchIndex(all, words, [.. words.Select(word => index[word].Select(place => (place.Key, place.Value)).ToArray())]);
    }

    /// <summary>What holds all words of a question, of which the last may be the beginning of a word; best first, then newest.</summary>
    public (IReadOnlyList<PageStory> Hits, int Count) Find(string query)
    {
        var asked = StoryWords.Of(query.Length > MaxQueryLength ? query[..MaxQueryLength] : query).Take(MaxWordCount).ToList();
        Dictionary<int, int>? found = null;
        for (var index = 0; index < asked.Count && found is not { Count: 0 }; index++)
        {
            var places = PlacesOf(asked[index], isPrefix: index == asked.Count - 1);
            found = found is null
                ? places
                : found.Where(page => places.ContainsKey(page.Key)).ToDictionary(page => page.Key, page => page.Value + places[page.Key]);
        }

        PageStory[] hits = [.. (found ?? [])
            .OrderByDescending(page => page.Value + (_pages[page.Key].Id is null ? 0 : StoryBonus))
            .ThenByDescending(page => _pages[page.Key].PublishedAt)
            .ThenBy(page => page.Key)
            .Take(MaxHitCount)
            .Select(page => _pages[page.Key])];
        return (hits, found?.Count ?? 0);
    }

    private Dictionary<int, int> PlacesOf(string word, bool isPrefix)
    {
        Dictionary<int, int> places = [];
        var start = Array.BinarySearch(_words, word, StringComparer.Ordinal);
        for (var at = start < 0 ? ~start : start; at < _words.Length && (isPrefix ? _words[at].StartsWith(word, StringComparison.Ordinal) : _words[at] == word); at++)
        {
            foreach (var (page, weight) in _places[at])
            {
                places[page] = Math.Max(places.GetValueOrDefault(page), weight);
            }
        }

        return places;
    }
}
