namespace FeedHub.Clustering;

/// <summary>How like each other articles and stories are, and how like they must be to be one.</summary>
internal sealed class Similarity(StoryIndex index, ClusterOptions options)
{
    private const double StandardLength = 8; // words of a headline
    private const int MinTitleWords = 3;

    /// <summary>The logarithm of how many times the standard length a text has.</summary>
    public static double LogLengthOf(WordVector text) => Math.Log(Math.Max(1, text.Words.Length) / StandardLength);

    /// <summary>
    /// The words with their weights: frequent here and rare elsewhere weighs most. Of length one.
    /// </summary>
    public WordVector Weigh(WordBag text)
    {
        // Rarity is counted over stories, not over articles: else the name of a hot story would become a common word.
        var stories = index.CountOf(text.Language) + options.BackgroundStories + 1;
        var words = text.Words;
        var weights = new float[words.Length];
        index.Touch(words);
        for (var place = 0; place < words.Length; place++)
        {
            var known = index.StoriesWith(words[place]) + (options.BackgroundStories * BackgroundWords.ShareOf(words[place]));
            weights[place] = (float)(text.FrequencyAt(place) * Math.Max(0.01, Math.Log(stories / (known + 0.5))));
        }

        return OfLengthOne(words, weights);
    }

    /// <summary>The title by itself, of length one: what its words weigh in the text, were each there once.</summary>
    /// <param name="text">Title and summary.</param>
    /// <param name="inTitle">What <see cref="WordBag.InTitle"/> tells of its words.</param>
    public static WordVector TitleOf(WordVector text, ReadOnlySpan<byte> inTitle)
    {
        var count = inTitle.Length - inTitle.Count((byte)0);
        var (words, weights, kept) = (new uint[count], new float[count], 0);
        for (var place = 0; kept < count; place++)
        {
            if (inTitle[place] > 0)
            {
                (words[kept], weights[kept++]) = (text.Words[place], (float)(text.Weights[place] / WordBag.FrequencyOf(isInTitle: true, inTitle[place] - 1)));
            }
        }

        return OfLengthOne(words, weights);
    }

    private static WordVector OfLengthOne(uint[] words, float[] weights)
    {
        var length = WordVector.LengthOf(weights);
        for (var place = 0; place < weights.Length; place++)
        {
            weights[place] = (float)(weights[place] / length);
        }

        return new WordVector(words, weights, null);
    }

    /// <summary>How much more like the story an article is than it must be; negative: it does not belong there.</summary>
    public Fit FitOf(LiveArticle article, LiveStory story) => FitOf(article, article.ReadTitle(), story);

    /// <summary>The same where the title has been read.</summary>
    public Fit FitOf(LiveArticle article, WordVector? title, LiveStory story)
    {
        var margin = story.OnlyPublication == article.Publication ? options.OwnMargin : 0;
        var whole = FitOf(article.Text, story, margin);
        if (title is null || title.Words.Length < MinTitleWords)
        {
            return whole;
        }

        var titleAlone = FitOf(title, story, margin + options.TitleMargin);
        return titleAlone.Surplus > whole.Surplus ? titleAlone : whole;
    }

    /// <summary>Whether two stories are one.</summary>
    public bool AreOne(LiveStory one, LiveStory other)
    {
        var (big, small) = one.Count >= other.Count ? (one, other) : (other, one);
        var logLength = (one.LogLength + other.LogLength) / 2;
        var likeness = Capped(small.Centroid, big, logLength, options.MaxMergeWordShare) / (small.Centroid.Length * big.Centroid.Length);
        var size = Math.Log(small.Count);
        return likeness >= options.MergeAt + (options.MergeSlope * logLength) + (options.MergeSizeSlope * size)
            || Absorbs(big, small);
    }

    private bool Absorbs(LiveStory story, LiveStory small) => small.Articles is { } articles
        && articles.All(article => FitOf(article, story).Surplus >= 0);

    private Fit FitOf(WordVector text, LiveStory story, double margin)
    {
        var logLength = LogLengthOf(text);
        return new Fit(
            Capped(text, story, logLength, options.MaxWordShare) / story.Centroid.Length,
            options.JoinAt + (options.JoinSlope * logLength) + margin);
    }

    /// <summary>
    /// The inner product, of which one word gives no more than a share: one name in common makes no event. Of a headline it may be enough,
    /// where the word belongs to the story: where most articles that hold it are the story's.
    /// </summary>
    private double Capped(WordVector text, LiveStory story, double logLength, double maxShare)
    {
        var dot = text.Dot(story.Centroid, out var greatest, out var word);
        if (greatest <= maxShare * dot)
        {
            return dot;
        }

        var mayBeNamed = story.Count >= options.NamedCount && logLength <= Math.Log(options.MaxNamedLength / StandardLength);
        return mayBeNamed && story.Centroid.CountAt(story.Centroid.IndexOf(word)) >= options.NamingShare * index.ArticlesWith(word)
            ? dot
            : (dot - greatest) / (1 - maxShare);
    }
}

/// <summary>How well an article fits into a story.</summary>
/// <param name="Value">How like the story it is, from 0 to 1.</param>
/// <param name="Needed">How like it must be.</param>
internal readonly record struct Fit(double Value, double Needed)
{
    public double Surplus => Value - Needed;
}
