using AgentMemory.LanguageModels;
using AgentMemory.ModelServers;

namespace AgentMemory.Tests.Telemetry;

public sealed class ModelTelemetryTests
{
    private const string Secret = "plugh";

    [Fact]
    public async Task Calls_are_measured_by_the_conventions_and_by_namespace_and_no_text_or_user_appears()
    {
        using var telemetry = new TelemetryRecording();

        await using var server = await ModelServer.StartAsync();
        await using var engine = LanguageModelServices.StartEngine(server);
        var model = engine.Get<ModelRoles>().Fast!;
        var call = new ModelCall
        {
            Owner = new("demo", Secret),
            Operation = ModelOperations.Merging,
            Instructions = Secret,
            Input = Secret,
        };
        Assert.Equal(Secret, (await model.WriteAsync(call, CancellationToken.None)).Value);
        server.Behaviour = ModelBehaviour.Refuse(500, complaint: Secret);
        await Assert.ThrowsAsync<ModelException>(() => model.WriteAsync(call, CancellationToken.None));

        var seen = telemetry.Lines;
        const string Tags = "[gen_ai.operation.name, chat] [gen_ai.provider.name, openai] [gen_ai.request.model, test-model] "
            + "[agent_memory.model.operation, merging]";
        Assert.Contains($"gen_ai.client.token.usage {Tags} [gen_ai.token.type, input]", seen);
        Assert.Contains($"gen_ai.client.token.usage {Tags} [gen_ai.token.type, output]", seen);
        Assert.Contains($"gen_ai.client.operation.duration {Tags}", seen);
        Assert.Contains($"gen_ai.client.operation.duration {Tags} [error.type, unavailable]", seen);
        const string Spender =
            "[agent_memory.namespace, demo] [gen_ai.request.model, test-model] [agent_memory.model.operation, merging]";
        Assert.Contains($"agent_memory.model.calls {Spender}", seen);
        Assert.Contains($"agent_memory.model.tokens {Spender} [gen_ai.token.type, input]", seen);
        Assert.Contains($"agent_memory.model.tokens {Spender} [gen_ai.token.type, output]", seen);
        Assert.Contains(seen, line => line.StartsWith("span chat test-model unavailable", StringComparison.Ordinal));
        Assert.DoesNotContain(seen, line => line.Contains(Secret, StringComparison.Ordinal));
    }
}
