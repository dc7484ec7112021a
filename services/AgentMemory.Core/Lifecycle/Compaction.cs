using AgentMemory.LanguageModels;
using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Tenancy;
using Microsoft.Extensions.Logging;

namespace AgentMemory.Lifecycle;

/// <summary>
/// Merges records of the same content, then those of the same meaning, page by page (spec 10.10). Each record is read anew
/// when its turn comes: one that became part of another meanwhile is not looked at, nor is the one it became part of (T35).
/// </summary>
public sealed partial class Compaction(
    HashCompaction hashes, Consolidation consolidation, ILongTermMemoryStore store, EngineOptions options, TimeProvider time,
    ILogger<Compaction> logger)
{
    /// <summary>Narrower than when a record is new: what is looked at again and again must be surer.</summary>
    private const double MaximumDistance = 0.2;

    private const int PageSize = 200;

    /// <summary>
    /// Over every record the filter admits. What needs a model is left out when it fails, and ends after
    /// <see cref="EngineOptions.ModelTaskTimeout"/>; the periodic run goes on with it.
    /// </summary>
    public Task RunAsync(AccessScope scope, MemoryFilter filter, CancellationToken cancellationToken) => RunAsync(
        scope, filter,
        MergeableRecords.Any with { Namespace = filter.Namespace, UserId = filter.UserId, SessionId = filter.SessionId },
        cancellationToken);

    /// <summary>Over all owners; by meaning only those that were not looked at since their text changed.</summary>
    public Task RunOverNewAsync(CancellationToken cancellationToken) =>
        RunAsync(AccessScope.Everything, MemoryFilter.None, MergeableRecords.Unconsolidated, cancellationToken);

    private async Task RunAsync(
        AccessScope scope, MemoryFilter sameContent, MemoryFilter sameMeaning, CancellationToken cancellationToken)
    {
        await hashes.RunAsync(scope, sameContent, cancellationToken);
        if (!options.CompactSemanticDuplicates)
            return;

        using var timeout = new CancellationTokenSource(options.ModelTaskTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await MergeByMeaningAsync(scope, sameMeaning, either.Token);
        }
        catch (ModelException failure)
        {
            LogEnded(failure.Failure.ToString());
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            LogEnded("TimedOut");
        }
    }

    private async Task MergeByMeaningAsync(AccessScope scope, MemoryFilter filter, CancellationToken cancellationToken)
    {
        var survivors = new HashSet<MemoryKey>();
        string? after = null;
        do
        {
            var page = await store.ScanAsync(scope, filter, after, PageSize, cancellationToken);
            foreach (var key in page.Records.Select(record => record.Key))
            {
                if (survivors.Contains(key))
                    continue;
                if (await consolidation.RunAsync(key, MaximumDistance, cancellationToken) is { } survivor && survivor != key)
                    survivors.Add(survivor);
            }

            after = page.Next;
        }
        while (after is not null);
    }

    [LoggerMessage(LogLevel.Information, "Merging by meaning ended early ({Reason}); the next compaction goes on")]
    private partial void LogEnded(string reason);
}
