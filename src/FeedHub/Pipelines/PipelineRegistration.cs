using FeedHub.Configuration;
using FeedHub.Serving;
using FeedHub.Serving.Admin;
using FeedHub.Serving.Pages;
using FeedHub.Serving.Rating;
using FeedHub.Serving.Searching;

namespace FeedHub.Pipelines;

/// <summary>Adds the flow to the program: the workers of the service, and what they work with.</summary>
internal static class PipelineRegistration
{
    public static IServiceCollection AddPipelines(this IServiceCollection services) => services
        .AddMetrics()
        .AddSingleton<Telemetry>()
        .AddSingleton<HubBoard>()
        .AddSingleton<PollLedger>()
        .AddSingleton<FeedDetails>()
        .AddSingleton<ApiKeys>()
        .AddSingleton<OperateFeeds>()
        .AddSingleton<PublishSignal>()
        .AddSingleton<PublishedDocuments>()
        .AddSingleton<PageRenderer>()
        .AddSingleton<ErrorPages>()
        .AddSingleton<SearchPages>()
        .AddSingleton(provider => new RatingKey(() => KeepRatingKey.ReadOrMake(provider.GetRequiredService<HubSettings>())))
        .AddSingleton<RatingTokens>()
        .AddSingleton<VoteQueue>()
        .AddSingleton<RatePages>()
        .AddSingleton<LivePages>()
        .AddSingleton<FollowedFeeds>()
        .AddSingleton<ListTrouble>()
        .AddSingleton<FollowList>()
        .AddSingleton<EgressWatch>()
        .AddSingleton<RecognizeEntries>()
        .AddSingleton<PollFeed>()
        .AddSingleton<StoryBook>()
        .AddSingleton<KeepStore>()
        .AddSingleton<LatestWindows>()
        .AddSingleton<RenderFeeds>()
        .AddSingleton<RenderPages>()
        .AddSingleton<ArchiveBacklog>()
        .AddSingleton<ArchiveFiles>()
        .AddSingleton<ArchiveDays>()
        .AddSingleton<ArchivePages>()
        .AddSingleton<SourcesPages>()
        .AddSingleton<StoryFiles>()
        .AddSingleton<KeepStories>()
        .AddSingleton<WriteArchives>()
        .AddSingleton<RankStories>()
        .AddSingleton<PublishTopStories>()
        .AddSingleton<RemoveOldTexts>()
        .AddSingleton<BackUp>()
        .AddSingleton<CommitPolls>()
        .AddSingleton<PollDueFeeds>()
        .AddHostedService<KeepVotes>()
        .AddHostedService(provider => provider.GetRequiredService<CommitPolls>()) // stops last, so that finished visits are still committed
        .AddHostedService(provider => provider.GetRequiredService<PollDueFeeds>());
}
