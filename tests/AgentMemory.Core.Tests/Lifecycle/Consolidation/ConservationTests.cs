using AgentMemory.Errors;
using FsCheck;
using FsCheck.Fluent;
using static AgentMemory.Tests.Records;

namespace AgentMemory.Tests.Lifecycle;

[Trait("Spec", "10.9")]
[Trait("Trap", "T33")]
[Trait("Trap", "T72")]
public sealed class ConservationTests
{
    private static readonly string[] Texts =
    [
        "User likes coffee", "user likes coffee.", "User enjoys espresso", "User likes coffee and tea", "User drinks tea",
        "User has a car", "User owns an automobile", "User has a dog", "User has a puppy and a dog", "User lives in Oslo",
    ];

    private static readonly string[] Steps = ["create", "create", "create", "compact", "undo", "edit", "pin"];

    [Fact]
    public void Whatever_is_created_merged_undone_and_edited_every_text_stays_recoverable_under_its_id()
    {
        var merges = 0;
        var sequences = Gen.Zip(Gen.Elements(Steps), Gen.Choose(0, 99)).ListOf(14).ToArbitrary();

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(25),
            Prop.ForAll(sequences, steps =>
            {
                merges += Task.Run(() => RunAsync([.. steps])).GetAwaiter().GetResult();
                return true;
            }));
        Assert.True(merges > 20);
    }

    /// <returns>How many merges there were.</returns>
    private static async Task<int> RunAsync((string Step, int Number)[] steps)
    {
        await using var engine = new Engine(Merging.Untagged, new WordEmbeddings().AsModel(), Merging.Model().Register);
        var facts = new Dictionary<string, string>();
        foreach (var (step, number) in steps)
        {
            await DoAsync(engine, facts, step, number);
            await engine.RunDueTasksAsync();
        }

        var seen = new HashSet<string>();
        foreach (var (id, text) in facts)
        {
            var record = await engine.FindAsync(id);
            Assert.NotNull(record);
            var merges = await engine.AllMergesAsync(record.Id);
            seen.UnionWith(merges.Select(merge => merge.Id));
            Assert.Contains(
                text, merges.SelectMany(merge => merge.Originals).Append(record).Select(original => original.Text));
        }

        return seen.Count;
    }

    private static async Task DoAsync(Engine engine, Dictionary<string, string> facts, string step, int number)
    {
        var id = facts.Count == 0 ? "none" : facts.Keys.ElementAt(number % facts.Count);
        switch (step)
        {
            case "create":
                var created = Memory($"m{facts.Count}", Texts[number % Texts.Length], ageDays: number);
                facts[created.Id] = created.Text;
                await engine.CreateAsync(created);
                break;
            case "compact":
                await engine.Memories.CompactAsync(Engine.Everything, null, null, null, CancellationToken.None);
                break;
            case "undo" when facts.Count > 0:
                await UndoAsync(engine, id);
                break;
            case "edit" when facts.Count > 0:
                // An edit replaces what the record says, which is no longer a fact; what was merged into it stays one.
                var edited = (await engine.FindAsync(id))!;
                var text = $"{Texts[number % Texts.Length]} edited {number}";
                await engine.Memories.UpdateAsync(
                    Engine.Everything, new(id), new() { Text = text }, WriteCondition.None, CancellationToken.None);
                foreach (var same in facts.Keys.ToArray())
                {
                    if (facts[same] == edited.Text && (await engine.FindAsync(same))!.Id == edited.Id)
                        facts[same] = text;
                }

                break;
            case "pin" when facts.Count > 0:
                await engine.Memories.UpdateAsync(
                    Engine.Everything, new(id), new() { Pinned = number % 2 == 0 }, WriteCondition.None, CancellationToken.None);
                break;
        }
    }

    private static async Task UndoAsync(Engine engine, string id)
    {
        if ((await engine.MergesAsync(id)).FirstOrDefault(merge => merge.UndoneAt is null) is not { } merge)
            return;
        try
        {
            await engine.Memories.UndoMergeAsync(Engine.Everything, merge.Id, CancellationToken.None);
        }
        catch (ConflictException)
        {
            // The survivor was edited since: the merge stays, and with it what it remembers.
        }
    }
}
