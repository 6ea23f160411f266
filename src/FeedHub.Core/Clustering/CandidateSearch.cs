namespace FeedHub.Clustering;

/// <summary>
/// Finds the live stories that an article may belong to: those that hold its heaviest words, of which the likeliest are compared in full.
/// </summary>
internal sealed class CandidateSearch(StoryIndex index, Similarity similarity, ClusterOptions options)
{
    private readonly Ranked _words = new(options.ProbeWords);
    private readonly Ranked _likely = new(options.MaxCandidates);
    private int[] _met = []; // the rows of the eligible stories that hold one of the words
    private double[] _sums = []; // what the words have given of their inner products so far
    private int _metCount;
    private bool[] _mayJoin = []; // by kind of story
    private int _search;

    /// <summary>The stories that an article may join, the one that it fits best first.</summary>
    public List<(LiveStory Story, Fit Fit)> Find(LiveArticle article, string language, string script)
    {
        Probe(article, language, script);
        var met = _met.AsSpan(0, _metCount);
        var sums = _sums.AsSpan(0, _metCount);
        _likely.Clear();
        var least = _likely.Least;
        for (var place = 0; place < sums.Length; place++)
        {
            if (sums[place] >= least)
            {
                _likely.Add(sums[place], index.StoryAt(met[place]).Number, met[place]);
                least = _likely.Least;
            }
        }

        var found = new List<(LiveStory Story, Fit Fit)>(_likely.Count);
        for (var place = 0; place < _likely.Count; place++)
        {
            var story = index.StoryAt(_likely[place]);
            found.Add((story, similarity.FitOf(article, story)));
        }

        found.Sort(static (one, other) => other.Fit.Surplus.CompareTo(one.Fit.Surplus) is not 0 and var order
            ? order
            : one.Story.Number.CompareTo(other.Story.Number));
        return found;
    }

    /// <summary>Sums up in each eligible story what the heaviest words of the article give of their inner product.</summary>
    private void Probe(LiveArticle article, string language, string script)
    {
        _search++;
        var (words, weights) = (article.Text.Words, article.Text.Weights);
        _words.Clear();
        for (var place = 0; place < words.Length; place++)
        {
            _words.Add(weights[place], place, place);
        }

        SortOut(language, script);
        var (gap, age) = ((options.MaxGap + options.MaxDelay).Ticks, (options.MaxAge + options.MaxDelay).Ticks);
        var at = article.At.UtcTicks;
        var rows = index.Rows;
        if (_met.Length < rows.Length)
        {
            (_met, _sums) = (new int[rows.Length * 2], new double[rows.Length * 2]);
        }

        // Of each article thousands of stories are looked at here: what the loop needs stands beside it.
        var (mayJoin, met, sums, search, metCount) = (_mayJoin, _met, _sums, _search, 0);
        for (var rank = 0; rank < _words.Count; rank++)
        {
            var weight = weights[_words[rank]];
            foreach (var (row, weightThere) in index.Of(words[_words[rank]]))
            {
                ref var story = ref rows[row];
                if (story.Search != search)
                {
                    story.Search = search;
                    story.Place = -1;
                    if (mayJoin[story.Kind]
                        && at - story.LastTicks <= gap
                        && story.FirstTicks - at <= gap
                        && Math.Max(story.LastTicks, at) - Math.Min(story.FirstTicks, at) <= age)
                    {
                        story.Place = metCount;
                        met[metCount] = row;
                        sums[metCount++] = 0;
                    }
                }

                if (story.Place >= 0)
                {
                    sums[story.Place] += (double)weight * weightThere * story.PerLength;
                }
            }
        }

        _metCount = metCount;
    }

    /// <summary>Which kinds of stories may take in an article of a language and a script.</summary>
    private void SortOut(string language, string script)
    {
        var kinds = index.Kinds;
        _mayJoin = _mayJoin.Length < kinds.Count ? new bool[kinds.Count] : _mayJoin;
        for (var kind = 0; kind < kinds.Count; kind++)
        {
            _mayJoin[kind] = !kinds[kind].IsApart && kinds[kind].Script == script && LanguageGuess.MayBeOne(kinds[kind].Language, language);
        }
    }

    /// <summary>The few with the highest worth; of equal worth those with the lower number.</summary>
    private sealed class Ranked(int max)
    {
        private readonly (double Worth, int Number, int Item)[] _items = new (double, int, int)[max];

        public int Count { get; private set; }

        public int this[int place] => _items[place].Item;

        public void Clear() => Count = 0;

        /// <summary>What is worth less is not among them.</summary>
        public double Least => Count < max ? double.NegativeInfinity : max > 0 ? _items[Count - 1].Worth : double.PositiveInfinity;

        public void Add(double worth, int number, int item)
        {
            if (Count == max && (max == 0 || !IsBefore(worth, number, _items[Count - 1])))
            {
                return;
            }

            var place = Count == max ? max - 1 : Count++;
            for (; place > 0 && IsBefore(worth, number, _items[place - 1]); place--)
            {
                _items[place] = _items[place - 1];
            }

            _items[place] = (worth, number, item);
        }

        private static bool IsBefore(double worth, int number, (double Worth, int Number, int Item) other) =>
            worth > other.Worth || (worth == other.Worth && number < other.Number);
    }
}
