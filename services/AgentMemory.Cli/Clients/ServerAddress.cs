using System.CommandLine;
using System.CommandLine.Parsing;

namespace AgentMemory.Cli.Clients;

/// <summary>A running server, as commands that use one are given it.</summary>
internal static class ServerAddress
{
    public static Option<Uri?> Option() => new("--server")
    {
        Description = "A server that runs already, such as http://127.0.0.1:9000",
        CustomParser = Read,
    };

    /// <summary>As given, or the variable <c>AGENT_MEMORY_TOKEN</c>: an argument can be read by others on this machine.</summary>
    public static string? Token(string? given) =>
        given ?? (Environment.GetEnvironmentVariable("AGENT_MEMORY_TOKEN") is { Length: > 0 } variable ? variable : null);

    private static Uri? Read(ArgumentResult given)
    {
        if (Uri.TryCreate(given.Tokens[0].Value, UriKind.Absolute, out var address)
            && address is { Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" })
            return address;
        given.AddError("--server: use the address of a server's MCP interface, such as http://127.0.0.1:9000");
        return null;
    }
}
