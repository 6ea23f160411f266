using FeedHub.Pipelines;
using Quartz;

namespace FeedHub.Scheduling;

/// <summary>Looks every hour whether the snapshot of the night is there.</summary>
[DisallowConcurrentExecution]
internal sealed class TakeSnapshotJob(TakeSnapshot snapshot) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await snapshot.RunAsync(cancellationToken);
}
