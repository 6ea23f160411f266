namespace FeedHub.Serving.Pages;

/// <summary>What every page shows around its content.</summary>
public sealed record Site
{
    /// <summary>The title of the list.</summary>
    public required string Title { get; init; }

    /// <summary>One sentence on what it is about; may be empty.</summary>
    public required string Description { get; init; }

    /// <summary>The path under which all pages stand, with a slash at its beginning and end.</summary>
    public required string Root { get; init; }

    /// <summary>The channels in the order of the list.</summary>
    public required IReadOnlyList<SiteChannel> Channels { get; init; }

    /// <summary>The address of something of ours.</summary>
    /// <param name="path">Without a slash at its beginning; empty: the front page.</param>
    public string To(string path) => Root + path;

    /// <summary>The page of a story, without extension.</summary>
    public string ToStory(string storyId) => To(StoryPath.Of(storyId)[1..]);

    /// <summary>Whether all is shown alike.</summary>
    public bool IsSame(Site other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return this with { Channels = other.Channels } == other && Channels.SequenceEqual(other.Channels);
    }

    /// <summary>What is around the pages of a list.</summary>
    public static Site Of(FeedList list, Uri publicUrl)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(publicUrl);
        return new Site
        {
            Title = list.Title,
            Description = list.Description,
            Root = publicUrl.AbsolutePath,
            Channels = [.. list.Channels.Select(channel => new SiteChannel(channel.Name, channel.Slug))],
        };
    }
}

/// <summary>A channel as the navigation shows it.</summary>
public sealed record SiteChannel(string Name, string Slug);
