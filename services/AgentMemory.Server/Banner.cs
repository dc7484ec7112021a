using AgentMemory.Hosting.Settings;
using AgentMemory.ServiceDefaults.Authentication;

namespace AgentMemory.Server;

/// <summary>What a newcomer needs to know once the server runs, on standard output; logs go to standard error.</summary>
internal static class Banner
{
    public static void Write(TextWriter output, MemorySettings settings, string build, ICollection<string> addresses)
    {
        var url = settings.Listen.Url(new Uri(addresses.First()).Port);
        output.WriteLine($"""

            AgentMemory {build} is running

              REST       {url}/v1
              Docs       {url}/docs
              OpenAPI    {url}/openapi.json
              Ready      {url}/v1/ready
              Data       {settings.DataFolder}
              Access     {Access(settings)}
              Search     {Search(settings)}
              Extraction {Extraction(settings)}

            Press Ctrl-C to stop.

            """);
        output.Flush();
    }

    private static string Access(MemorySettings settings) => settings switch
    {
        { Authentication.Mode: AuthenticationMode.Token } =>
            "tokens only; make one with `agent-memory token add -d <what for>`",
        { Listen.IsLoopback: true } =>
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
