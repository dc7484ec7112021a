using System.Text.Json;
using AgentMemory.Tenancy.Tests.Requests;
using AgentMemory.Tenancy.Tests.Server;

namespace AgentMemory.Tenancy.Tests;

/// <summary>Owners of every relation to the caller, each with the same session and memory ids, and what they hold.</summary>
internal static class Population
{
    public static readonly (string Namespace, string User)[] Owners =
    [
        ("~ours~", "~ann~"), ("~ours~", ""), ("~ours~", "~bob~"), ("~ours2~", "~ann2~"), ("~theirs~", "~ann~"), ("~theirs~", ""),
        ("", ""), ("", "~ann~"), ("~OURS~", "~ann~"), ("~ours~x", "~bob~"),
    ];

    private static readonly string[] Sessions = ["s1", "s2", "~only~"];

    /// <summary>The id of the one thing of a kind that an owner has from background work, to fill.</summary>
    public static string PlantedId(string kind, string @namespace, string user) => $"{kind}.~mine~.{@namespace}.{user}";

    /// <param name="areOthers">Whether the caller must not see them.</param>
    public static async Task FillAsync(TenantServer server, Names names, Func<string, string, bool> included, bool areOthers)
    {
        var owners = Owners.Where(owner => included(owner.Namespace, owner.User)).ToList();

        // Whose records are compared are filled one after the other: what is equal otherwise is ranked by age.
        foreach (var batch in areOthers ? [owners] : owners.Select(owner => new[] { owner }.ToList()))
        {
            var writes = batch.ConvertAll(owner => Writes(owner.Namespace, owner.User, areOthers).ToList());
            for (var step = 0; step < writes[0].Count; step++)
            {
                await Task.WhenAll(writes.Select(all => WriteAsync(server, names, all[step])));

                // What the background makes of one write comes before the next, on every server.
                await server.WaitUntilIdleAsync();
            }

            foreach (var (@namespace, user) in batch)
                await PlantAsync(server, names, @namespace, user, areOthers);
        }

        await server.WaitUntilIdleAsync();
    }

    /// <summary>All that the included owners have, with versions, straight from the store: what must not change.</summary>
    public static async Task<string> ReadAsync(TenantServer server, Names names, Func<string, string, bool> included)
    {
        var all = new List<string>();
        foreach (var (@namespace, user) in Owners.Where(owner => included(owner.Namespace, owner.User)))
            all.Add(await server.ReadAsync(new Owner(names.Fill(@namespace), names.Fill(user))));
        return string.Join('\n', all);
    }

    private static async Task WriteAsync(TenantServer server, Names names, (string Method, string Path, string Body) write)
    {
        var answer = await server.SendAsync(server.AdminToken, write.Method, names.FillPath(write.Path), names.FillJson(write.Body));
        Assert.True(answer.Status == 200, answer.Text);
    }

    private static Task PlantAsync(TenantServer server, Names names, string @namespace, string user, bool isOthers) =>
        Planting.PlantAsync(
            server.Services, names, new Owner(names.Fill(@namespace), names.Fill(user)),
            kind => names.Fill(PlantedId(kind, @namespace, user)), names.Fill(Word(isOthers)));

    private static string Word(bool isOthers) => isOthers ? "~secret~" : "~mine~";

    private static IEnumerable<(string Method, string Path, string Body)> Writes(string @namespace, string user, bool isOthers)
    {
        var word = Word(isOthers);
        var owner = $"\"namespace\":\"{@namespace}\",\"user_id\":\"{user}\"";
        foreach (var session in Sessions.Where(session => isOthers || session != "~only~"))
        {
            yield return ("PUT", $"/v1/working-memory/{session}",
                $$"""
                {{{owner}},"context":"{{word}} so far","data":{"k":"{{word}}"},
                 "messages":[{"id":"g1","role":"user","content":"{{session}} ~probe~. I like {{word}} tea.","created_at":"2024-01-01T00:00:00Z"},
                             {"id":"{{session}}{{word}}","role":"assistant","content":"{{session}} {{word}} coffee","created_at":"2024-01-02T00:00:00Z"}],
                 "memories":[{"id":"{{session}}k{{word}}","text":"{{session}} {{word}} prefers tea","created_at":"2024-01-02T00:00:00Z"}]}
                """);
        }

        yield return Create(true, ("m1", $"{word} ~probe~ drinks tea", "s1"), ("m2", $"{word} drinks a lot of coffee", "s2"));

        // Now that nothing looks for others like the memory, its copy stays until a compaction.
        yield return Create(false, ("copy", $"{word} drinks a lot of coffee", "s2"));
        yield return Create(
            true, ("alias", $"{word} ~probe~ drinks tea", "s1"), (isOthers ? "~only~" : "own", $"{word} alone knows this", "s1"),
            ("shared", "shared fact of ~probe~", ""));

        (string, string, string) Create(bool deduplicate, params (string Id, string Text, string Session)[] memories) => (
            "POST", "/v1/long-term-memory/",
            $$"""
            {"deduplicate":{{JsonSerializer.Serialize(deduplicate)}},
             "memories":[{{string.Join(',', memories.Select(memory => Memory(memory.Id, memory.Text, memory.Session)))}}]}
            """);

        string Memory(string id, string text, string session) =>
            $$"""
            {{{owner}},"id":"{{id}}","text":"{{text}}","session_id":"{{session}}",
              "topics":["drinks"{{(isOthers && id != "shared" ? ",\"~probe~\",\"~secret~\"" : "")}}],"metadata":{"from":"{{(id == "shared" ? "" : word)}}"},
              "created_at":"2024-01-0{{id.Length}}T00:00:00Z","event_date":"2024-02-01T00:00:00Z"}
            """;
    }
}
