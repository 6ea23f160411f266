using FeedHub.Pipelines;
using Quartz;

namespace FeedHub.Scheduling;

/// <summary>Looks once a second whether the list has changed.</summary>
[DisallowConcurrentExecution]
internal sealed class FollowListJob(FollowList follow) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await follow.RunAsync(cancellationToken);
}
