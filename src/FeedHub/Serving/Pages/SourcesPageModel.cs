using System.Globalization;

namespace FeedHub.Serving.Pages;

/// <summary>What a page of the sources shows: some of them, in the order of the list.</summary>
public sealed record SourcesPageModel
{
    /// <summary>Feeds of a page.</summary>
    public const int MaxFeedCount = 250;

    /// <summary>What is around it.</summary>
    public required Site Site { get; init; }

    /// <summary>The channels with those of their feeds that are on this page.</summary>
    public required IReadOnlyList<PageChannel> Channels { get; init; }

    /// <summary>Feeds on all pages.</summary>
    public required int FeedCount { get; init; }

    /// <summary>Which page it is, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>How many pages there are, 1 at least.</summary>
    public int PageCount => PageCountOf(FeedCount);

    /// <summary>The address of a page below the root.</summary>
    public static string PathOf(int number) => number == 1 ? "feeds" : string.Create(CultureInfo.InvariantCulture, $"feeds/{number}");

    /// <summary>The address of the feed that so many others come before.</summary>
    public static string PathOfFeed(int before) => PathOf((before / MaxFeedCount) + 1);

    /// <summary>A page.</summary>
    /// <param name="site">What is around it.</param>
    /// <param name="channels">All channels with all of their feeds.</param>
    /// <param name="number">Which one, from 1.</param>
    /// <returns>null: there is none of that number.</returns>
    public static SourcesPageModel? Of(Site site, IReadOnlyList<PageChannel> channels, int number)
    {
        ArgumentNullException.ThrowIfNull(channels);
        var count = channels.Sum(channel => channel.Feeds.Count);
        if (number < 1 || number > PageCountOf(count))
        {
            return null;
        }

        List<PageChannel> shown = [];
        var (place, first) = (0, (number - 1) * MaxFeedCount);
        foreach (var channel in channels)
        {
            var (from, end) = (Math.Max(first - place, 0), Math.Min(first + MaxFeedCount - place, channel.Feeds.Count));
            if (from < end)
            {
                shown.Add(channel with { Feeds = [.. channel.Feeds.Skip(from).Take(end - from)] });
            }

            place += channel.Feeds.Count;
        }

        return new SourcesPageModel { Site = site, Channels = shown, FeedCount = count, Number = number };
    }

    private static int PageCountOf(int feedCount) => Math.Max(1, (feedCount + MaxFeedCount - 1) / MaxFeedCount);
}
