using System.Text;

namespace FeedHub.Clustering;

/// <summary>An invented entry and the story that it tells of.</summary>
internal readonly record struct StreamedEntry(int Story, int Publication, DateTimeOffset At, string Title, string Summary);

/// <summary>
/// Invented news: most stories are told once, a few by hundreds. Each story has names and topics of its own, which the headlines of its entries
/// share; the rest of the words is drawn by Zipf's law, as those of all texts. The same seed gives the same stream.
/// </summary>
/// <param name="seed">Any number.</param>
/// <param name="entriesPerDay">On average.</param>
internal sealed class StoryStream(int seed, int entriesPerDay)
{
    private const int PublicationCount = 600;
    private const int CommonCount = 60_000;
    private const int NameCount = 400_000;
    private const int MaxStorySize = 400;
    private const double SizeExponent = 2.3; // two of three stories are told once
    private const int MinSummaryLength = 330; // what counts of a summary is a little more
    private const double FunctionWordShare = 0.36;
    private const double StoryWordShare = 0.22;

    private static readonly string[] _functionWords =
        "the of to and a in for is on that with as was at by it from his he are an be has have this but not its they who will their which said".Split(' ');

    private static readonly string[] _onsets = "b br c ch cl d dr f fl g gr h j k kl l m n p pl pr qu r sh sk sl st t tr v w z".Split(' ');
    private static readonly string[] _vowels = "a e i o u ea ou ai oo".Split(' ');
    private static readonly string[] _codas = "n r l m t d k p ng rt ld nk ck x".Split(' ');

    private readonly Random _random = new(seed);
    private readonly double[] _common = Zipf(CommonCount, 1.0);
    private readonly double[] _names = Zipf(NameCount, 0.75);
    private readonly double[] _sizes = Zipf(MaxStorySize, SizeExponent);
    private readonly double[] _publications = Zipf(PublicationCount, 0.6);
    private readonly PriorityQueue<(int Story, StoryWords Words), DateTimeOffset> _coming = new();
    private readonly StringBuilder _text = new();

    // One text for all entries of a publication, as feeds have it.
    private static readonly string[] _publicationNames = [.. Enumerable.Range(0, PublicationCount).Select(publication => $"paper{publication}.example")];

    /// <summary>Where publications are told from.</summary>
    public static string NameOf(int publication) => _publicationNames[publication];

    /// <summary>The entries in the order of time, without end.</summary>
    public IEnumerable<StreamedEntry> Read()
    {
        var meanSize = Enumerable.Range(1, MaxStorySize).Sum(size => size * Probability(_sizes, size - 1));
        var gap = TimeSpan.FromDays(1) / (entriesPerDay / meanSize);
        var at = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (var story = 0; ; story++)
        {
            at += gap * Exponential();
            while (_coming.TryPeek(out var next, out var nextAt) && nextAt <= at)
            {
                _coming.Dequeue();
                yield return Write(next.Story, next.Words, nextAt);
            }

            var words = new StoryWords(Draw(5, _names, "N"), Draw(7, _common, "c"));
            var size = Pick(_sizes) + 1;
            for (var entry = 0; entry < size; entry++)
            {
                _coming.Enqueue((story, words), entry == 0 ? at : at + Delay(size));
            }
        }
    }

    /// <summary>Hours for most, a day or two for some; big stories last longer.</summary>
    private TimeSpan Delay(int size) => TimeSpan.FromHours(Math.Min(70, Math.Exp(Normal() * 1.1) * (3 + Math.Log2(size))));

    private StreamedEntry Write(int story, StoryWords words, DateTimeOffset at)
    {
        _text.Clear();
        foreach (var name in Some(words.Names, 2 + _random.Next(2)))
        {
            Append(Capital(name));
        }

        foreach (var topic in Some(words.Topics, 2 + _random.Next(2)))
        {
            Append(topic);
        }

        for (var more = _random.Next(3, 6); more > 0; more--)
        {
            Append(_random.NextDouble() < FunctionWordShare ? OneOf(_functionWords) : Word("c", Pick(_common)));
        }

        var title = _text.ToString();
        _text.Clear();
        var length = MinSummaryLength + _random.Next(100);
        while (_text.Length < length)
        {
            var kind = _random.NextDouble();
            Append(kind < FunctionWordShare ? OneOf(_functionWords)
                : kind < FunctionWordShare + StoryWordShare ? (_random.Next(2) == 0 ? Capital(OneOf(words.Names)) : OneOf(words.Topics))
                : _random.NextDouble() < 0.1 ? Capital(Word("N", Pick(_names)))
                : Word("c", Pick(_common)));
        }

        return new StreamedEntry(story, Pick(_publications), at, title, _text.Append('.').ToString());
    }

    private void Append(string word) => _text.Append(_text.Length == 0 ? "" : " ").Append(word);

    private string[] Draw(int count, double[] law, string kind) => [.. Enumerable.Range(0, count).Select(_ => Word(kind, Pick(law)))];

    private IEnumerable<string> Some(string[] words, int count) =>
        words.OrderBy(_ => _random.Next()).Take(count);

    private string OneOf(string[] words) => words[_random.Next(words.Length)];

    /// <summary>A word for a number: syllables, the shorter the more common it is.</summary>
    private static string Word(string kind, int number)
    {
        var text = new StringBuilder();
        var rest = (uint)number + (kind == "N" ? 3_000_001u : 40);
        while (rest > 0)
        {
            text.Append(_onsets[rest % _onsets.Length]);
            rest /= (uint)_onsets.Length;
            text.Append(_vowels[rest % _vowels.Length]);
            rest /= (uint)_vowels.Length;
        }

        return text.Append(_codas[number % _codas.Length]).ToString();
    }

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private double Exponential() => -Math.Log(1 - _random.NextDouble());

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    private int Pick(double[] law) => Array.BinarySearch(law, _random.NextDouble()) is var place && place < 0 ? ~place : place;

    private static double Probability(double[] law, int place) => law[place] - (place == 0 ? 0 : law[place - 1]);

    /// <summary>The sums of the probabilities of ranks, which fall with a power of the rank.</summary>
    private static double[] Zipf(int count, double exponent)
    {
        var sums = new double[count];
        var sum = 0.0;
        for (var rank = 0; rank < count; rank++)
        {
            sums[rank] = sum += Math.Pow(rank + 1, -exponent);
        }

        for (var rank = 0; rank < count; rank++)
        {
            sums[rank] = rank == count - 1 ? 1 : sums[rank] / sum;
        }

        return sums;
    }

    private sealed record StoryWords(string[] Names, string[] Topics);
}
