using AgentMemory.Tasks;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Storage.Conformance.WorkingMemory;

/// <summary>What <see cref="IWorkingMemoryStore"/> promises.</summary>
public abstract partial class WorkingMemoryStoreConformance : StoreConformance
{
    private IWorkingMemoryStore Sessions => Store.WorkingMemory;

    private static SessionKey Session(Owner owner, string id = "s1") => new(owner, id);

    private static SessionReplacement Replacement(Owner owner, params IReadOnlyList<MemoryMessage> messages) =>
        new() { Key = Session(owner), Messages = messages };

    private async Task<Session> PutAsync(
        SessionReplacement replacement, WriteCondition condition = default, params IReadOnlyList<TaskRequest> tasks) =>
        await Sessions.PutAsync(Everything, replacement, condition, tasks, None);

    private Task<Session> PutAsync(Owner owner, params IReadOnlyList<MemoryMessage> messages) =>
        PutAsync(Replacement(owner, messages));

    private async Task<AppendResult> AppendAsync(Owner owner, params IReadOnlyList<MemoryMessage> messages) =>
        await Sessions.AppendAsync(
            Everything, new SessionAppend { Key = Session(owner), Messages = messages }, WriteCondition.None, [], None);

    /// <summary>The session of exactly this owner, as the store has it now.</summary>
    private Task<Session?> FindAsync(Owner owner, string id = "s1") => FindAsync(Store, owner, id);

    private static async Task<Session?> FindAsync(StoreFixture client, Owner owner, string id = "s1") =>
        await client.WorkingMemory.FindAsync(
            AccessScope.Of(owner), new SessionLookup(id, owner.Namespace, owner.UserId), None);

    private async Task<Session> GetAsync(Owner owner, string id = "s1")
    {
        var session = await FindAsync(owner, id);
        Assert.NotNull(session);
        return session;
    }

    private async Task<bool> DeleteAsync(string id, string? @namespace = null, string? userId = null) =>
        await Sessions.DeleteAsync(Everything, new SessionLookup(id, @namespace, userId), WriteCondition.None, None);

    private static string[] Ids(Session session) => [.. session.Messages.Select(message => message.Id)];
}
