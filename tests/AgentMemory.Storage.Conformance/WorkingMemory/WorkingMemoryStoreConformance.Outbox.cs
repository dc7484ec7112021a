using AgentMemory.Tasks;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Storage.Conformance.WorkingMemory;

public abstract partial class WorkingMemoryStoreConformance
{
    [Fact]
    public async Task Tasks_passed_to_a_write_are_queued_with_it()
    {
        await PutAsync(Replacement(Ann), default, NewTask(Ann, payload: "put"), NewTask(Ann, payload: "also put", kind: "other"));
        await Sessions.AppendAsync(
            OnlyAnn, new SessionAppend { Key = Session(Ann), Messages = [Samples.Message("m1")] }, WriteCondition.None,
            [new TaskRequest { Kind = "k", Owner = Ann, Payload = "appended", Key = "key", TraceParent = "00-ab-cd-01" }], None);

        var leases = await (await OtherClientAsync()).Tasks.LeaseAsync("worker", 10, TimeSpan.FromMinutes(1), None);

        Assert.Equal(["also put", "appended", "put"], leases.Select(lease => lease.Payload).Order(StringComparer.Ordinal));
        var appended = Assert.Single(leases, lease => lease.Payload == "appended");
        Assert.Equal(("k", Ann, "key", "00-ab-cd-01"), (appended.Kind, appended.Owner, appended.Key, appended.TraceParent));
    }

    [Fact]
    public async Task Tasks_of_successive_writes_with_one_key_are_one_task()
    {
        for (var i = 0; i < 5; i++)
            await PutAsync(Replacement(Ann), default, NewTask(Ann, key: "s1", payload: $"{i}", dueAt: Clock.Now.AddSeconds(i)));

        Assert.Equal(1, (await Store.Tasks.CountAsync(None)).Queued);
        Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("4", Assert.Single(await Store.Tasks.LeaseAsync("worker", 10, TimeSpan.FromMinutes(1), None)).Payload);
    }

    [Fact]
    public async Task A_waiting_worker_wakes_when_a_write_queues_a_task()
    {
        var waiting = Store.Tasks.WaitAsync(TimeSpan.FromMinutes(5), None);
        await Task.Delay(50);

        await PutAsync(Replacement(Ann), default, NewTask(Ann));

        await waiting.WaitAsync(Patience);
    }

    [Fact]
    public async Task Every_change_leaves_its_entry_in_the_event_log()
    {
        await PutAsync(Ann, Samples.Message("m1"));
        await AppendAsync(Ann, Samples.Message("m2"));
        await StampAsync([], ["m1"]);
        await DeleteAsync("s1", Ann.Namespace, Ann.UserId);

        var page = await (await OtherClientAsync()).Events.ReadAsync(Everything, EventFilter.All, 0, 100, None);

        Assert.Equal(
            [EventKinds.SessionPut, EventKinds.SessionAppended, EventKinds.SessionPromoted, EventKinds.SessionDeleted],
            page.Entries.Select(entry => entry.Kind));
        Assert.All(page.Entries, entry => Assert.Equal((Ann, "s1", Clock.Now), (entry.Owner, entry.SessionId, entry.At)));
    }
}
