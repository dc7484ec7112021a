using AgentMemory.Errors;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentMemory.Storage.Sqlite.Search;

/// <summary>Loads the index as soon as the process runs, behind everything else; a search that comes earlier waits for it.</summary>
internal sealed partial class SearchWarmUp(SqliteMemorySearchIndex index, ILogger<SearchWarmUp> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await index.LoadAsync(stoppingToken);
        }
        catch (MemoryException error)
        {
            LogFailed(error.Detail, error);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Memories could not be indexed at the start, the first search tries again: {Reason}")]
    private partial void LogFailed(string reason, Exception exception);
}
