using FeedHub.Normalizing;

namespace FeedHub.Pipelines;

/// <summary>
/// Which feeds link to what in their live articles, whether that is an article of ours or not: it may become one. Addresses are held by their
/// <see cref="TextName"/>, since there are many more links than articles.
/// </summary>
internal sealed class LinkBook
{
    private const int MaxLinkCount = 50;

    private readonly Dictionary<UInt128, Link> _linksTo = [];
    private HashSet<UInt128> _new = [];

    /// <summary>Takes in what an article links to.</summary>
    /// <param name="feed">Who tells it.</param>
    /// <param name="at">When it tells.</param>
    /// <param name="lead">Its text.</param>
    public void Note(FeedId feed, DateTimeOffset at, Entry lead)
    {
        foreach (var link in OutgoingLinks.In(lead.Content ?? lead.Summary ?? "", MaxLinkCount)
            .Select(CanonicalLink.From)
            .OfType<string>()
            .Where(link => link != lead.CanonicalLink)
            .Distinct(StringComparer.Ordinal))
        {
            var name = TextName.Of(link);
            Add(name, feed, at);
            _new.Add(name);
        }
    }

    /// <summary>The feeds that link there, and when.</summary>
    public IEnumerable<(FeedId Feed, DateTimeOffset At)> To(UInt128 name)
    {
        for (var link = _linksTo.GetValueOrDefault(name); link is not null; link = link.Earlier)
        {
            yield return (link.Feed, link.At);
        }
    }

    /// <summary>What was linked to since this was asked last.</summary>
    public IReadOnlySet<UInt128> TakeNew()
    {
        var taken = _new;
        _new = [];
        return taken;
    }

    /// <summary>Forgets the links to an article that is over.</summary>
    public void Forget(UInt128 name) => _linksTo.Remove(name);

    /// <summary>Forgets the links of articles that told before a moment.</summary>
    public void Forget(DateTimeOffset before)
    {
        foreach (var name in _linksTo.Keys.Where(name => To(name).Any(link => link.At < before)).ToList())
        {
            var left = To(name).Where(link => link.At >= before).Reverse().ToList();
            Forget(name);
            left.ForEach(link => Add(name, link.Feed, link.At));
        }
    }

    private void Add(UInt128 name, FeedId feed, DateTimeOffset at) => _linksTo[name] = new Link(feed, at, _linksTo.GetValueOrDefault(name));

    /// <summary>One of the links to an address, and those before it.</summary>
    private sealed class Link(FeedId feed, DateTimeOffset at, Link? earlier)
    {
        public FeedId Feed => feed;

        public DateTimeOffset At => at;

        public Link? Earlier => earlier;
    }
}
