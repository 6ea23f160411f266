using FeedHub.Pipelines;
using Quartz;

namespace FeedHub.Scheduling;

/// <summary>Looks every hour whether the night's work on the store is done.</summary>
[DisallowConcurrentExecution]
internal sealed class KeepStoreJob(KeepStore keep) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await keep.RunAsync(cancellationToken);
}
