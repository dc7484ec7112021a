using System.Text.Json.Nodes;
using AgentMemory.Hosting;

namespace AgentMemory.Cli.Clients;

/// <summary>What putting a server into a configuration changes there.</summary>
/// <param name="Before">The entry of that name that is there; <see langword="null"/> when there is none.</param>
/// <param name="After">The entry that is to be there.</param>
internal sealed record ConfigurationChange(JsonNode? Before, JsonObject After)
{
    public bool IsNone => Before is not null && JsonNode.DeepEquals(Before, After);

    /// <exception cref="StartupException">The file holds something else where servers belong.</exception>
    public static ConfigurationChange Of(ConfigurationFile file, string servers, string name, JsonObject entry)
    {
        var before = ServersOf(file, servers)?[name];
        return new(before, before is JsonObject existing ? ServerEntry.Over(existing, entry) : entry);
    }

    /// <summary>In memory; the file is written by itself.</summary>
    public void ApplyTo(ConfigurationFile file, string servers, string name)
    {
        if (ServersOf(file, servers) is not { } existing)
            file.Root[servers] = existing = [];
        existing[name] = After;
    }

    private static JsonObject? ServersOf(ConfigurationFile file, string servers) => file.Root[servers] switch
    {
        null => null,
        JsonObject existing => existing,
        _ => throw new StartupException($"{file.Path}: \"{servers}\" is not an object: correct it first"),
    };
}
