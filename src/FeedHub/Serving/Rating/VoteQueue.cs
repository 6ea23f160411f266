using System.Threading.Channels;
using Queue = System.Threading.Channels.Channel;

namespace FeedHub.Serving.Rating;

/// <summary>Votes on their way to the store, which the public listener never waits for.</summary>
internal sealed class VoteQueue
{
    private const int MaxWaiting = 1_000;
    private const int MaxRemembered = 50_000;

    private readonly Channel<StoryVote> _waiting = Queue.CreateBounded<StoryVote>(MaxWaiting);
    private readonly HashSet<string> _marks = new(StringComparer.Ordinal);

    public ChannelReader<StoryVote> Waiting => _waiting.Reader;

    /// <summary>Takes a vote; the store has the last word on whether it counts.</summary>
    /// <returns>True: taken. False: this process has taken one with such a mark. Null: too many wait.</returns>
    public bool? TryAdd(StoryVote vote)
    {
        lock (_marks)
        {
            if (vote.Marks.Any(_marks.Contains))
            {
                return false;
            }

            if (!_waiting.Writer.TryWrite(vote))
            {
                return null;
            }

            if (_marks.Count >= MaxRemembered)
            {
                _marks.Clear(); // only to answer at once; the store remembers all
            }

            _marks.UnionWith(vote.Marks);
            return true;
        }
    }
}
