using System.Globalization;
using AgentMemory.ModelServers;

namespace AgentMemory.Outage.Tests;

/// <summary>
/// A language model that fails for an hour, in each way it can, while people go on writing; then it recovers. Writes never
/// notice, and afterwards every message was extracted exactly once.
/// </summary>
public sealed class OutageTests
{
    /// <summary>Simulated seconds per second.</summary>
    private const double Speed = 120;

    private const int Sessions = 4;

    private static readonly TimeSpan Outage = TimeSpan.FromHours(1);
    private static readonly TimeSpan BetweenMessages = TimeSpan.FromMinutes(1);

    /// <summary>Of real time: the longest back-off, with much room for a busy machine.</summary>
    private static readonly TimeSpan RecoveryLimit = TimeSpan.FromMinutes(2);

    private static readonly Dictionary<string, ModelBehaviour> Ways = new()
    {
        ["slowly"] = ModelBehaviour.Slow(TimeSpan.FromMilliseconds(400)),
        ["with garbage"] = ModelBehaviour.Garbage,
        ["with half a JSON"] = ModelBehaviour.HalfAnswer,
        ["cut off"] = ModelBehaviour.CutOff,
        ["with 429"] = ModelBehaviour.Refuse(429, TimeSpan.FromSeconds(7)),
        ["with 500"] = ModelBehaviour.Refuse(500),
        ["never"] = ModelBehaviour.Hang,
    };

    [Theory]
    [InlineData(ModelProtocol.OpenAI)]
    [InlineData(ModelProtocol.Anthropic)]
    public async Task An_hour_of_failures_delays_extraction_and_loses_and_repeats_nothing(ModelProtocol protocol) =>
        await Task.WhenAll(Ways.Select(way => SurviveAsync(protocol, way.Key, way.Value)));

    private static async Task SurviveAsync(ModelProtocol protocol, string way, ModelBehaviour failing)
    {
        await using var model = await ModelServer.StartAsync();
        model.Answer = ExtractionAnswers.OneFactPerMessage;
        var time = new FastTime(Speed);
        await using var server = await Server.StartAsync(time, SettingsFor(protocol, model));
        var written = new List<string>();

        await WriteAsync(server, written, "before");
        await RecoverAsync(server, way);

        model.Behaviour = failing;
        for (var until = time.GetUtcNow() + Outage; time.GetUtcNow() < until;)
        {
            await WriteAsync(server, written, "during");
            await Task.Delay(BetweenMessages, time);
        }

        model.Behaviour = ModelBehaviour.Well;
        await RecoverAsync(server, way);

        var sources = await server.SourcesAsync();
        Assert.All(sources, ids => Assert.Single(ids));
        Assert.Equal(written.Order(StringComparer.Ordinal), sources.Select(ids => ids[0]).Order(StringComparer.Ordinal));
    }

    private static async Task WriteAsync(Server server, List<string> written, string phase)
    {
        for (var session = 0; session < Sessions; session++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"s{session}-{written.Count:0000}-{phase}");
            await server.AppendAsync($"s{session}", id, $"I keep the thing called {id} in my cellar.");
            written.Add(id);
        }
    }

    private static async Task RecoverAsync(Server server, string way)
    {
        using var limit = new CancellationTokenSource(RecoveryLimit);
        for (var session = 0; session < Sessions; session++)
        {
            while (await server.UnextractedAsync($"s{session}") is { Length: > 0 } waiting)
            {
                Assert.False(limit.IsCancellationRequested, $"A model that answers {way}: {waiting.Length} messages of s{session} wait");
                await Task.Delay(TimeSpan.FromMilliseconds(200), CancellationToken.None);
            }
        }
    }

    private static (string, string)[] SettingsFor(ModelProtocol protocol, ModelServer model) =>
    [
        .. protocol == ModelProtocol.OpenAI
            ? new (string, string)[] { ("OPENAI_API_BASE", model.OpenAIBase.ToString()), ("GENERATION_MODEL", "test-model") }
            : [("ANTHROPIC_API_BASE", model.Root.ToString()), ("ANTHROPIC_API_KEY", "key"), ("GENERATION_MODEL", "claude-sonnet-4-5")],
        // Facts of one wording are no duplicates here: each stands for a message.
        ("COMPACT_SEMANTIC_DUPLICATES", "false"),
        ("EMBEDDING_MODEL", "words"),
        ("REDISVL_VECTOR_DIMENSIONS", WordVectors.Dimensions.ToString(CultureInfo.InvariantCulture)),
    ];
}
