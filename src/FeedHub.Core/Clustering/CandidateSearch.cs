namespace FeedHub.Clustering;

/// <summary>
/// Finds the live stories that an article may belong to: those that hold its heaviest words, of which the likeliest are compared in full.
/// </summary>
internal sealed class CandidateSearch(StoryIndex index, Similarity similarity, ClusterOptions options)
{
    private const double Unmet = -1;

    private readonly Ranked _words = new(options.ProbeWords);
    private readonly Ranked _likely = new(options.MaxCandidates);
    private readonly LiveStory[] _likeliest = new LiveStory[options.MaxCandidates];
    private int[] _met = []; // the rows of the stories that hold one of the words
    private double[] _sums = []; // by row: what the words have given of the inner product so far; between searches all are unmet
    private int _metCount;
    private bool[] _mayJoin = []; // by kind of story

    /// <summary>The stories that an article may join, the one that it fits best first.</summary>
    public List<(LiveStory Story, Fit Fit)> Find(LiveArticle article, string language, string script)
    {
        Probe(article);
        SortOut(language, script);
        var (gap, age) = (options.OverAfter.Ticks, options.MaxLife.Ticks);
        var at = article.At.UtcTicks;
        var rows = index.Rows;
        var sums = _sums;
        _likely.Clear();
        var least = _likely.Least;
        foreach (var row in _met.AsSpan(0, _metCount))
        {
            var sum = sums[row];
            sums[row] = Unmet;

            if (sum >= least && MayJoin(rows[row]))
            {
                _likely.Add(sum, rows[row].Number, row);
                least = _likely.Least;
            }
        }

        var title = article.ReadTitle();
        var found = new List<(LiveStory Story, Fit Fit)>(_likely.Count);
        foreach (var story in Likeliest())
        {
            found.Add((story, similarity.FitOf(article, title, story)));
        }

        found.Sort(static (one, other) => other.Fit.Surplus.CompareTo(one.Fit.Surplus) is not 0 and var order
            ? order
            : one.Story.Number.CompareTo(other.Story.Number));
        return found;

        bool MayJoin(in StoryRow story) => _mayJoin[story.Kind]
            && at - story.LastTicks <= gap
            && story.FirstTicks - at <= gap
            && Math.Max(story.LastTicks, at) - Math.Min(story.FirstTicks, at) <= age;
    }

    /// <summary>The stories with the greatest sums, whose words are on their way to the processor: to wait for all together takes little longer than for one.</summary>
    private ReadOnlySpan<LiveStory> Likeliest()
    {
        var stories = _likeliest.AsSpan(0, _likely.Count);
        for (var place = 0; place < stories.Length; place++)
        {
            stories[place] = index.StoryAt(_likely[place]);
        }

        foreach (var story in stories)
        {
            story.Centroid.Touch();
        }

        return stories;
    }

    /// <summary>Sums up in each story what the heaviest words of the article give of their inner product.</summary>
    private void Probe(LiveArticle article)
    {
        var (words, weights) = (article.Text.Words, article.Text.Weights);
        _words.Clear();
        for (var place = 0; place < words.Length; place++)
        {
            _words.Add(weights[place], place, place);
        }

        var rows = index.Rows;
        if (_sums.Length < rows.Length)
        {
            (_met, _sums) = (new int[rows.Length * 2], new double[rows.Length * 2]);
            Array.Fill(_sums, Unmet);
        }

        // Of each article hundreds of stories are looked at here. What is asked of them next stands beside what is read now, so it need not be waited for.
        var (met, sums, metCount) = (_met, _sums, 0);
        for (var rank = 0; rank < _words.Count; rank++)
        {
            var weight = (double)weights[_words[rank]];
            foreach (var (row, weightThere) in index.Of(words[_words[rank]]))
            {
                ref var sum = ref sums[row];
                if (sum < 0)
                {
                    met[metCount++] = row;
                    sum = 0;
                }

                sum += weight * weightThere * rows[row].PerLength;
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
