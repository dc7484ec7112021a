using System.Text.Json.Nodes;
using AgentMemory.Mcp.Transports.Remote;

namespace AgentMemory.Cli.Clients;

/// <summary>What stands in a client's configuration for one server: a command to start, or an address to call.</summary>
internal static class ServerEntry
{
    /// <summary>The members and variables that this tool decides on; all others are the user's.</summary>
    private static readonly string[] Members = ["type", "command", "args", "env", "url", "headers"];

    private static readonly string[] Variables = ["AGENT_MEMORY_DATA", "AGENT_MEMORY_TOKEN", "DOTNET_ROOT"];

    public static JsonObject For(McpClientProgram client, ServerConnection server) => server switch
    {
        RemoteServer remote when client.ReachesServers => Address(client, remote),
        RemoteServer remote => Command(client, remote, ["--server", remote.Address.AbsoluteUri], ("AGENT_MEMORY_TOKEN", remote.Token)),
        LocalServer local => Command(client, local, [], ("AGENT_MEMORY_DATA", local.DataFolder)),
        _ => throw new ArgumentOutOfRangeException(nameof(server)),
    };

    /// <summary>The entry, with what the user added to the one that stands there: variables such as model keys, and settings of
    /// the client.</summary>
    public static JsonObject Over(JsonObject existing, JsonObject entry)
    {
        var merged = (JsonObject)entry.DeepClone();
        foreach (var (name, value) in existing)
        {
            if (!Members.Contains(name))
                merged[name] = value?.DeepClone();
        }
        if (merged["env"] is JsonObject variables && existing["env"] is JsonObject earlier)
        {
            foreach (var (name, value) in earlier)
            {
                if (!Variables.Contains(name))
                    variables[name] = value?.DeepClone();
            }
        }
        return merged;
    }

    private static JsonObject Command(
        McpClientProgram client, ServerConnection server, IEnumerable<string> options, (string Name, string? Value) variable)
    {
        var entry = new JsonObject();
        if (client.NamesTransport)
            entry["type"] = "stdio";
        entry["command"] = ThisTool.Command;
        IEnumerable<string> arguments =
        [
            .. ThisTool.FirstArguments, "mcp", .. options,
            .. Option("--namespace", server.Namespace), .. Option("--user-id", server.UserId),
        ];
        entry["args"] = new JsonArray([.. arguments.Select(argument => JsonValue.Create(argument))]);

        // A desktop program has not the variables of this shell, and the tool may need this one to find its runtime.
        var variables = new JsonObject();
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)
            [variable, ("DOTNET_ROOT", Environment.GetEnvironmentVariable("DOTNET_ROOT"))])
        {
            if (value is not null)
                variables[name] = value;
        }
        entry["env"] = variables;
        return entry;
    }

    private static IEnumerable<string> Option(string name, string? value) => value is null ? [] : [name, value];

    private static JsonObject Address(McpClientProgram client, RemoteServer server)
    {
        var entry = new JsonObject();
        if (client.NamesTransport)
            entry["type"] = "http";
        entry["url"] = RemoteMcpStdio.Endpoint(server.Address, server.Namespace, server.UserId).AbsoluteUri;
        if (server.Token is { } token)
            entry["headers"] = new JsonObject { ["Authorization"] = $"Bearer {token}" };
        return entry;
    }
}
