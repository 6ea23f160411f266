using FeedHub.Pipelines;
using Quartz;

namespace FeedHub.Scheduling;

/// <summary>Retention, every ten minutes.</summary>
[DisallowConcurrentExecution]
internal sealed class RemoveOldTextsJob(RemoveOldTexts remove) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await remove.RunAsync(cancellationToken);
}
