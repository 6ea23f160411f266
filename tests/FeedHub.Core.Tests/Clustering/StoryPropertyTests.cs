using System.Text.Json;

namespace FeedHub.Clustering;

/// <summary>What holds whatever comes, in whatever order.</summary>
public sealed class StoryPropertyTests
{
    private const int InterleavingCount = 1_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_same_events_give_the_same_changes_byte_for_byte(int seed)
    {
        var events = Events(new Random(seed), 300);
        Assert.Equal(Replay(events), Replay(events));
    }

    [Fact]
    public void No_interleaving_mints_a_second_id_for_a_story_that_was_listed_or_takes_it_apart()
    {
        var (listed, merged, left) = (0, 0, 0);
        for (var seed = 0; seed < InterleavingCount; seed++)
        {
            var known = new Known();
            foreach (var happening in Events(new Random(seed), 24))
            {
                known.Apply(happening);
            }

            (listed, merged, left) = (listed + known.ListedCount, merged + known.MergedCount, left + known.LeftCount);
        }

        // The events are worth something only if all of these happen often.
        Assert.All([listed, merged, left], count => Assert.InRange(count, 100, int.MaxValue));
    }

    [Fact]
    public void A_restart_in_the_middle_goes_on_with_the_same_ids()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var known = new Known();
            var events = Events(new Random(seed), 40);
            foreach (var happening in events.Take(20))
            {
                known.Apply(happening);
            }

            var before = known.StoryOfArticles;
            known.Restart();
            Assert.Equal(before, known.StoryOfArticles);
            foreach (var happening in events)
            {
                known.Apply(happening); // those before the restart come once more, as after a restore
            }
        }
    }

    private static byte[] Replay(IReadOnlyList<Happening> events)
    {
        var known = new Known();
        return JsonSerializer.SerializeToUtf8Bytes(events.SelectMany(known.Apply).Cast<object>());
    }

    /// <summary>Arrivals of articles on a few events in a few words each; listings, second sights, revisions and the hours among them.</summary>
    private static List<Happening> Events(Random random, int count)
    {
        List<Happening> events = [];
        List<ArticleText> seen = [];
        var hours = 0.0;
        for (var number = 0; number < count; number++)
        {
            hours += random.NextDouble() * 3;
            var now = Texts.Now.AddHours(hours);
            var text = Text(random, $"a{number}", hours);
            switch (random.Next(10))
            {
                case 0 when seen.Count > 0:
                    events.Add(new Happening.Seen(seen[random.Next(seen.Count)]));
                    break;
                case 1 when seen.Count > 0:
                    events.Add(new Happening.Revised(seen[random.Next(seen.Count)] with { Title = text.Title }));
                    break;
                case 2:
                    events.Add(new Happening.Hour(now));
                    break;
                case 3 or 4 when seen.Count > 0:
                    events.Add(new Happening.Listed(seen[random.Next(seen.Count)].Key, now));
                    break;
                default:
                    seen.Add(text);
                    events.Add(new Happening.Seen(text));
                    break;
            }
        }

        return events;
    }

    private static ArticleText Text(Random random, string key, double hours)
    {
        var topic = random.Next(4);
        var words = Enumerable.Range(0, 6).Select(_ => $"name{(random.Next(5) == 0 ? random.Next(4) : topic)}x{random.Next(9)}");
        return Texts.Of(key, string.Join(' ', words), hours - (random.NextDouble() * 10), $"blog{random.Next(6)}.example");
    }

    private abstract record Happening
    {
        public sealed record Seen(ArticleText Text) : Happening;

        public sealed record Revised(ArticleText Text) : Happening;

        public sealed record Listed(string ArticleKey, DateTimeOffset At) : Happening;

        public sealed record Hour(DateTimeOffset Now) : Happening;
    }

    /// <summary>The stories as somebody keeps them who hears of changes only, and doubts each.</summary>
    private sealed class Known
    {
        private readonly Dictionary<string, List<string>> _members = [];
        private readonly Dictionary<string, DateTimeOffset> _listedAt = [];
        private readonly Dictionary<string, string> _mergedInto = [];
        private readonly HashSet<string> _closed = [];
        private readonly Dictionary<string, ArticleText> _texts = [];
        private readonly Dictionary<string, string> _listedArticles = [];
        private StoryClusterer _clusterer = new(new ClusterOptions());

        public int ListedCount => _listedAt.Count;

        public int MergedCount => _mergedInto.Count;

        public int LeftCount { get; private set; }

        public IReadOnlyList<string?> StoryOfArticles => [.. _texts.Keys.Select(_clusterer.StoryOf)];

        public IReadOnlyList<StoryChange> Apply(Happening happening)
        {
            var changes = happening switch
            {
                // What is over is known in the store: who feeds the clusterer never shows it again.
                Happening.Seen(var text) when _texts.TryAdd(text.Key, text) || _clusterer.StoryOf(text.Key) is not null => _clusterer.See(text),
                Happening.Revised(var text) => _clusterer.Revise(text),
                Happening.Hour(var now) => _clusterer.Tick(now),
                _ => [],
            };
            foreach (var change in changes)
            {
                Note(change);
            }

            if (happening is Happening.Listed(var key, var at) && _clusterer.StoryOf(key) is { } id)
            {
                _clusterer.List(id, at);
                _listedAt.TryAdd(id, at);
                _members[id].ForEach(member => _listedArticles[member] = id);
            }

            Check();
            return changes;
        }

        public void Restart()
        {
            _clusterer = new StoryClusterer(new ClusterOptions());
            foreach (var (id, members) in _members)
            {
                _clusterer.Restore(id, [.. members.Select(key => _texts[key])], _listedAt.TryGetValue(id, out var at) ? at : null);
            }
        }

        private void Note(StoryChange change)
        {
            switch (change)
            {
                case StoryChange.Founded(var id, var member):
                    Assert.False(_listedAt.ContainsKey(id), "the id of a listed story is minted again");
                    Assert.True(_members.TryAdd(id, [member.ArticleKey]), "an id is minted twice");
                    _mergedInto.Remove(id); // nobody ever saw it
                    break;
                case StoryChange.Joined(var id, var member):
                    _members[id].Add(member.ArticleKey);
                    break;
                case StoryChange.Merged(var id, var lostId):
                    _members[id].AddRange(_members[lostId]);
                    Assert.True(_members.Remove(lostId));
                    _mergedInto[lostId] = id;
                    Assert.True(
                        !_listedAt.TryGetValue(lostId, out var lostAt) || (_listedAt.TryGetValue(id, out var keptAt) && keptAt <= lostAt),
                        "the one listed first does not keep its id");
                    break;
                case StoryChange.Left(var id, var key):
                    Assert.False(_listedAt.ContainsKey(id), "a listed story is taken apart");
                    Assert.True(_members[id].Remove(key));
                    LeftCount++;
                    if (_members[id].Count == 0)
                    {
                        _members.Remove(id);
                    }

                    break;
                case StoryChange.Closed(var id):
                    Assert.True(_members.Remove(id));
                    _closed.Add(id);
                    break;
                default:
                    throw new InvalidOperationException();
            }
        }

        private void Check()
        {
            Assert.Equal(_members.Count, _clusterer.LiveCount);
            Assert.Equal(_members.Values.Sum(members => members.Count), _clusterer.ArticleCount);
            foreach (var (id, members) in _members)
            {
                Assert.True(members.TrueForAll(key => _clusterer.StoryOf(key) == id), "a change was not told");
            }

            Assert.True(_listedAt.Keys.All(id => _members.ContainsKey(Resolve(id)) || _closed.Contains(Resolve(id))), "an id leads nowhere");
            Assert.True(
                _listedArticles.All(listed => _clusterer.StoryOf(listed.Key) is { } now
                    ? now == Resolve(listed.Value)
                    : _closed.Contains(Resolve(listed.Value))),
                "an article left a listed story");
        }

        private string Resolve(string id)
        {
            while (_mergedInto.TryGetValue(id, out var next))
            {
                id = next;
            }

            return id;
        }
    }
}
