using System.Text.Json;
using AgentMemory.Events;
using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.SummaryViews;
using AgentMemory.Tasks;
using AgentMemory.Tenancy.Tests.Requests;
using AgentMemory.Usage;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Tenancy.Tests.Server;

/// <summary>
/// What an owner has from background work, written straight to the stores: under ids that are known beforehand, and the same
/// on both servers.
/// </summary>
internal static class Planting
{
    private static readonly DateTimeOffset Past = new(2024, 6, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The ids of the records of a merge; those of one case alone, for who belongs to nobody is there in each.</summary>
    public static readonly string[] Merged = ["merged~mine~", "consumed~mine~"];

    /// <param name="id">Makes the id of a kind of thing.</param>
    /// <param name="word">Stands in all of it.</param>
    public static async Task PlantAsync(IServiceProvider services, Names names, Owner owner, Func<string, string> id, string word)
    {
        var scope = AccessScope.Of(owner);
        await AddViewAsync(services.GetRequiredService<ISummaryViewStore>(), scope, owner, id("view"), word);
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var records = Merged.Select(names.Fill).Select(name => Record(name, owner, $"{word} was {name}", now)).ToList();
        await AddMergeAsync(services.GetRequiredService<ILongTermMemoryStore>(), scope, records, id("merge"), word);
        await AddDeadLetterAsync(services.GetRequiredService<ITaskQueue>(), owner, id("task"), word);
        var events = services.GetRequiredService<IEventLog>();
        var detail = JsonSerializer.SerializeToElement(new { word });
        foreach (var (session, memory) in new[] { ("s1", "m1"), ("s2", "m2"), ("s1", "copy"), ("s2", names.Fill(Merged[0])) })
            await events.AppendAsync(new MemoryEvent(0, Past, "planted", owner, session, memory, detail), CancellationToken.None);
        var usage = services.GetRequiredService<IUsageStore>();
        foreach (var day in new[] { Past, now })
        {
            await usage.AddAsync(
                new UsageEntry(owner, DateOnly.FromDateTime(day.UtcDateTime), word, "planted", 1, 2, 3, 0), CancellationToken.None);
        }
    }

    private static async Task AddViewAsync(ISummaryViewStore views, AccessScope scope, Owner owner, string id, string word)
    {
        var view = new SummaryView { Id = id, Name = word, GroupBy = ["user_id"] };
        await views.AddAsync(new StoredSummaryView(view, MemoryFilter.None, scope), CancellationToken.None);
        var partition = new SummaryPartition
        {
            ViewId = id,
            Group = new Dictionary<string, string> { ["user_id"] = owner.UserId ?? "" },
            Summary = word,
            MemoryCount = 1,
            ComputedAt = Past,
        };
        await views.PutPartitionAsync(scope, partition, CancellationToken.None);
    }

    /// <summary>Just accessed: a search counts no further access, which would show some time later.</summary>
    private static MemoryRecord Record(string id, Owner owner, string text, DateTimeOffset now) => new()
    {
        Id = id,
        Text = text,
        Namespace = owner.Namespace,
        UserId = owner.UserId,
        MemoryType = MemoryType.Semantic,
        CreatedAt = Past,
        UpdatedAt = Past,
        LastAccessed = now,
    };

    private static async Task AddMergeAsync(
        ILongTermMemoryStore memories, AccessScope scope, IReadOnlyList<MemoryRecord> records, string id, string word)
    {
        await memories.UpsertAsync(scope, records, new UpsertOptions { OperationId = id, Deduplicate = false }, CancellationToken.None);
        var originals = new List<MemoryRecord>();
        foreach (var record in records)
            originals.Add((await memories.FindAsync(scope, new MemoryLookup(record.Id), CancellationToken.None))!);
        var merge = new MemoryMerge
        {
            Id = id,
            Reason = MergeReason.Similar,
            Survivor = originals[0] with { Text = $"{word} was merged and consumed" },
            Originals = originals,
            At = Past,
        };
        Assert.True(await memories.MergeAsync(scope, merge, CancellationToken.None));
    }

    /// <summary>Of a kind nobody works on, so that a worker buries it.</summary>
    private static Task<string> AddDeadLetterAsync(ITaskQueue tasks, Owner owner, string id, string word) => tasks.EnqueueAsync(
        new TaskRequest { Id = id, Kind = "planted " + word, Owner = owner, Payload = "{}", Tracked = true }, CancellationToken.None);
}
