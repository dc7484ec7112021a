using System.Globalization;
using System.Text.Json;
using AgentMemory.ConsoleTests.Support;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;
using AgentMemory.Usage;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.ConsoleTests.Screens;

/// <summary>A server that people have used for a month: what screenshots and accessibility checks look at.</summary>
public sealed class FilledServer : IAsyncLifetime
{
    private const string Assistant = "assistant";
    private const int Sessions = 8;

    private static readonly string[] Places = ["Oslo", "Lisbon", "Kyoto", "Bergen", "Porto"];
    private static readonly string[] Likes = ["aisle seats", "espresso", "late meetings", "jazz", "long walks", "dark mode", "short answers"];

    public ConsoleServer Server { get; private set; } = null!;

    /// <summary>A memory that was extracted from messages of several sessions.</summary>
    public string ExtractedId { get; private set; } = "";

    public async Task InitializeAsync()
    {
        Server = await ConsoleServer.StartWithoutWorkerAsync(
            ("MODEL_TOKENS_PER_NAMESPACE_AND_DAY", "200000"), ("EPISODIC_MEMORY_TTL_DAYS", "90"));
        await FailAsync();
        await Server.StartWorkerAsync();
        await Server.RememberAsync([.. Enumerable.Range(0, 420).Select(Memory)]);
        for (var number = 0; number < Sessions; number++)
            await TalkAsync(number);
        await UseModelsAsync();
        await ExtractAsync();
    }

    public async Task DisposeAsync() => await Server.DisposeAsync();

    /// <summary>More each day, none of it by chance.</summary>
    private static object Memory(int number)
    {
        var user = new[] { "ann", "bob", "chen" }[number % 3];
        var created = DateTimeOffset.UtcNow.AddDays(-29 + (Math.Sqrt(number) * 29 / 20.5)).AddMinutes(-number % 7);
        var isEvent = number % 4 == 1;
        return new
        {
            id = string.Create(CultureInfo.InvariantCulture, $"month-{number}"),
            text = isEvent
                ? string.Create(CultureInfo.InvariantCulture, $"Visited {Places[number % 5]} to prepare project {number + 100}")
                : string.Create(CultureInfo.InvariantCulture, $"Prefers {Likes[number % 7]} while working on project {number + 100}"),
            memory_type = isEvent ? "episodic" : "semantic",
            @namespace = Assistant,
            user_id = user,
            created_at = created,
            last_accessed = created,
            access_count = number * 7 % 11,
            pinned = number == 2,
            event_date = isEvent ? created : (DateTimeOffset?)null,
            topics = isEvent ? new[] { "travel", "projects" } : ["preferences"],
            entities = isEvent ? new[] { Places[number % 5] } : [],
        };
    }

    /// <summary>A day apart; the last one yesterday.</summary>
    private Task<JsonElement> TalkAsync(int number) => Server.PostAsync(
        string.Create(CultureInfo.InvariantCulture, $"/v1/working-memory/trip-{number}/messages?namespace={Assistant}&user_id=ann"), new
        {
            ttl_seconds = number % 2 == 0 ? 86_400 : (int?)null,
            messages = new[]
            {
                new { id = "1", role = "user", created_at = DateTimeOffset.UtcNow.AddDays(number - Sessions), content = $"I live in {Places[number % 5]} and I hate early flights. Can you book the trip home?" },
                new { id = "2", role = "assistant", created_at = DateTimeOffset.UtcNow.AddDays(number - Sessions).AddSeconds(5), content = "Noted: no early flights. I found one at 14:20 with an aisle seat." },
                new { id = "3", role = "user", created_at = DateTimeOffset.UtcNow.AddDays(number - Sessions).AddSeconds(50), content = "Perfect. My sister Maya is joining, she loves jazz." },
            },
        });

    private async Task UseModelsAsync()
    {
        var usage = Server.Services.GetRequiredService<IUsageStore>();
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        foreach (var (day, operation, calls, input) in new[] { (0, "extraction", 41, 61_300), (0, "tagging", 12, 9_800), (1, "extraction", 87, 148_000) })
        {
            await usage.AddAsync(
                new UsageEntry(new Owner(Assistant, "ann"), today.AddDays(-day), "gpt-5-mini", operation, calls, input, input / 9, day), CancellationToken.None);
        }
    }

    private async Task FailAsync()
    {
        var queue = Server.Services.GetRequiredService<ITaskQueue>();
        await queue.EnqueueAsync(
            new TaskRequest { Kind = "extract_session", Owner = new Owner(Assistant, "bob"), Payload = "{}", SessionId = "trip-9" },
            CancellationToken.None);
        var lease = Assert.Single(await queue.LeaseAsync("test", 1, TimeSpan.FromMinutes(1), CancellationToken.None));
        Assert.True(await queue.FailAsync(lease, "The model refused the request: 401 Unauthorized", retryAt: null, CancellationToken.None));
    }

    private async Task ExtractAsync()
    {
        var found = await Server.FoundAsync(
            new { text = "", topics = new { eq = "home" }, user_id = new { eq = "ann" } }, memories => memories.EnumerateArray().Any(IsOfAllSessions));
        ExtractedId = found.EnumerateArray().First(IsOfAllSessions).GetProperty("id").GetString()!;
    }

    private static bool IsOfAllSessions(JsonElement memory) =>
        memory.GetProperty("metadata").TryGetProperty("merged_from", out var others) && others.GetArrayLength() == Sessions - 1;
}
