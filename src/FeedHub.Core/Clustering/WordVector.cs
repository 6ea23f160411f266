namespace FeedHub.Clustering;

/// <summary>
/// What an article or a story is about: words, each with its weight and with the number of articles that hold it, sorted by word. So sums
/// always run in the same order, and come out alike to the last bit.
/// </summary>
internal sealed class WordVector
{
    public static readonly WordVector Empty = new([], [], null);

    private const int WordsAtOnce = 16; // of four bytes each, in what a processor reads of memory at once

    private readonly ushort[]? _counts; // null: one article holds them all

    public WordVector(uint[] words, float[] weights, ushort[]? counts)
    {
        Words = words;
        Weights = weights;
        _counts = counts;
        Length = LengthOf(weights);
    }

    public uint[] Words { get; }

    public float[] Weights { get; }

    /// <summary>The length of the vector; 0: no words.</summary>
    public double Length { get; }

    public int CountAt(int index) => _counts is null ? 1 : _counts[index];

    /// <summary>It is compared next.</summary>
    public void Touch()
    {
        for (var place = 0; place < Words.Length; place += WordsAtOnce)
        {
            _ = Volatile.Read(ref Words[place]); // reads that the compiler may not leave out
            _ = Volatile.Read(ref Weights[place]);
        }
    }

    /// <summary>The length of a vector of these weights.</summary>
    public static double LengthOf(float[] weights)
    {
        var sum = 0.0;
        foreach (var weight in weights)
        {
            sum += (double)weight * weight;
        }

        return Math.Sqrt(sum);
    }

    /// <summary>The index of a word; negative: it is not there.</summary>
    public int IndexOf(uint word) => Array.BinarySearch(Words, word);

    /// <summary>Both together, of which the heaviest words are kept; of equal ones those that come first.</summary>
    public WordVector Plus(WordVector other, int maxWords)
    {
        if (Words.Length == 0)
        {
            return other;
        }

        var words = new uint[Words.Length + other.Words.Length];
        var weights = new float[words.Length];
        var counts = new ushort[words.Length];
        var (one, two, count) = (0, 0, 0);
        while (one < Words.Length || two < other.Words.Length)
        {
            var takesOne = two == other.Words.Length || (one < Words.Length && Words[one] <= other.Words[two]);
            var takesTwo = one == Words.Length || (two < other.Words.Length && other.Words[two] <= Words[one]);
            words[count] = takesOne ? Words[one] : other.Words[two];
            weights[count] = (takesOne ? Weights[one] : 0) + (takesTwo ? other.Weights[two] : 0);
            counts[count++] = (ushort)Math.Min(ushort.MaxValue, (takesOne ? CountAt(one) : 0) + (takesTwo ? other.CountAt(two) : 0));
            one += takesOne ? 1 : 0;
            two += takesTwo ? 1 : 0;
        }

        return Heaviest(words.AsSpan(0, count), weights.AsSpan(0, count), counts.AsSpan(0, count), maxWords);
    }

    /// <summary>The inner product, and the word that gives the greatest part of it.</summary>
    public double Dot(WordVector other, out double greatest, out uint word)
    {
        var (sum, one, two) = (0.0, 0, 0);
        (greatest, word) = (0, 0);
        var (words, others) = (Words, other.Words);
        while (one < words.Length && two < others.Length)
        {
            if (words[one] < others[two])
            {
                one++;
            }
            else if (words[one] > others[two])
            {
                two++;
            }
            else
            {
                var product = (double)Weights[one] * other.Weights[two];
                sum += product;
                if (product > greatest)
                {
                    (greatest, word) = (product, words[one]);
                }

                one++;
                two++;
            }
        }

        return sum;
    }

    private static WordVector Heaviest(ReadOnlySpan<uint> words, ReadOnlySpan<float> weights, ReadOnlySpan<ushort> counts, int maxWords)
    {
        if (words.Length <= maxWords)
        {
            return new WordVector(words.ToArray(), weights.ToArray(), counts.ToArray());
        }

        var sorted = weights.ToArray();
        Array.Sort(sorted);
        var least = sorted[^maxWords];
        var spare = sorted.AsSpan(sorted.Length - maxWords).Count(least); // of those that weigh just as much, not all fit
        var (keptWords, keptWeights, keptCounts, kept) = (new uint[maxWords], new float[maxWords], new ushort[maxWords], 0);
        for (var index = 0; index < words.Length; index++)
        {
            if (weights[index] > least || (weights[index] == least && spare-- > 0))
            {
                (keptWords[kept], keptWeights[kept], keptCounts[kept++]) = (words[index], weights[index], counts[index]);
            }
        }

        return new WordVector(keptWords, keptWeights, keptCounts);
    }
}
