using AgentMemory.Api.Http;
using AgentMemory.Api.Requests;
using AgentMemory.Hosting;
using AgentMemory.Prompts;
using AgentMemory.Wire.Answers;
using AgentMemory.Wire.Requests;

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
            CallerScope.Of(http.User), request with { OptimizeQuery = optimize }, http.RequestAborted);
        await Reply.With(http, PromptAnswer.Of(prompt));
    }
}
