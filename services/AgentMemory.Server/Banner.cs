using AgentMemory.Hosting.Settings;
using AgentMemory.ServiceDefaults.Authentication;
using AgentMemory.ServiceDefaults.Listeners;

namespace AgentMemory.Server;

/// <summary>What a newcomer needs to know once the server runs, on standard output; logs go to standard error.</summary>
internal static class Banner
{
    /// <param name="urls">Where the parts that answer HTTP are reached.</param>
    public static void Write(
        TextWriter output, MemorySettings settings, ServerParts parts, string build, IReadOnlyDictionary<Listener, string> urls)
    {
        output.WriteLine();
        output.WriteLine($"AgentMemory {build} is running");
        output.WriteLine();
        foreach (var (name, value) in Lines(settings, parts, urls))
            output.WriteLine($"  {name,-10} {value}");
        output.WriteLine();
        output.WriteLine("Press Ctrl-C to stop.");
        output.WriteLine();
        output.Flush();
    }

    private static IEnumerable<(string Name, string Value)> Lines(
        MemorySettings settings, ServerParts parts, IReadOnlyDictionary<Listener, string> urls)
    {
        if (urls.TryGetValue(settings.Rest, out var rest))
        {
            yield return ("REST", $"{rest}/v1");
            yield return ("Console", $"{rest}/console");
            yield return ("Docs", $"{rest}/docs");
            yield return ("OpenAPI", $"{rest}/openapi.json");
            yield return ("Ready", $"{rest}/v1/ready");
        }

        if (urls.TryGetValue(settings.Mcp.Listener, out var mcp))
            yield return ("MCP", $"{mcp}/mcp");
        if (!parts.HasFlag(ServerParts.Worker))
            yield return ("Worker", "not in this process: background work waits for one that has it");
        yield return ("Data", settings.Store);
        if (urls.Count > 0)
            yield return ("Access", Access(settings));
        yield return ("Search", Search(settings));
        yield return ("Extraction", Extraction(settings));
    }

    private static string Access(MemorySettings settings) => settings switch
    {
        { Authentication.Mode: AuthenticationMode.Token } =>
            "tokens only; make one with `agent-memory token add -d <what for>`",
        { Authentication.OAuth2: { } oauth2 } => $"JWTs of {oauth2.Issuer} only",
        { Listen.IsLoopback: true, Mcp.Listener.Address.IsLoopback: true } =>
            "NO AUTHENTICATION, this machine only; set AUTH_MODE=token to serve others",
        _ =>
            "NO AUTHENTICATION, whoever reaches this address (DISABLE_AUTH=true); set AUTH_MODE=token to change that",
    };

    private static string Search(MemorySettings settings) => settings switch
    {
        { Engine.LongTermMemory: false } => "off with long-term memory (LONG_TERM_MEMORY=false)",
        { Embedding: { } model } => $"by meaning and by words ({model})",
        _ => "by words; for search by meaning set OPENAI_API_KEY, or OPENAI_API_BASE for a model of your own",
    };

    private static string Extraction(MemorySettings settings) => settings switch
    {
        { Engine.LongTermMemory: false } => "off with long-term memory (LONG_TERM_MEMORY=false)",
        { Engine.ExtractMemories: false } => "off (ENABLE_DISCRETE_MEMORY_EXTRACTION=false)",
        { LanguageModels.Generation: { } model } => $"by a model ({model})",
        _ => $"by rules, plain statements only; for a model: {settings.LanguageModels.Advice}",
    };
}
