using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Storage.Sqlite.WorkingMemory;

internal sealed partial class SqliteWorkingMemoryStore
{
    public ValueTask<ExtractionBacklog?> FindUnextractedAsync(AccessScope scope, SessionKey key, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    public ValueTask<ExtractionOutcome> CommitExtractionAsync(
        AccessScope scope, SessionKey key, ExtractionCommit commit, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    public ValueTask<Session?> CommitSummaryAsync(
        AccessScope scope, SessionKey key, SummaryCommit commit, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
}
