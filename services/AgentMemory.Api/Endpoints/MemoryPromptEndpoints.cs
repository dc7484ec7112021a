using AgentMemory.Api.Http;
using AgentMemory.Api.Serialization;
using AgentMemory.Api.Tenancy;
using AgentMemory.Api.Wire;
using AgentMemory.Prompts;

namespace AgentMemory.Api.Endpoints;

/// <summary>The messages that give a model its memory (spec 2.13). Routes are in <see cref="MemoryPromptRoutes"/>.</summary>
internal sealed class MemoryPromptEndpoints(MemoryPromptService prompts, Readings readings)
{
    public async Task Build(HttpContext http)
    {
        var reading = readings.Begin();
        var optimize = new QueryReader(http.Request, reading).Boolean("optimize_query") ?? false;
        var request = await JsonBody.ReadAsync(http, reading, PromptReader.Read);
        var prompt = await prompts.BuildAsync(
            CallerScope.Of(http), request with { OptimizeQuery = optimize }, http.RequestAborted);
        await Reply.With(http, new PromptAnswer(
            prompt.Messages.Select(message => new PromptAnswerMessage(message.Role, new PromptAnswerText("text", message.Text))),
            prompt.LongTermMemories));
    }
}
