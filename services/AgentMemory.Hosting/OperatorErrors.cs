using System.Net.Sockets;
using AgentMemory.Errors;
using Microsoft.AspNetCore.Connections;

namespace AgentMemory.Hosting;

/// <summary>How a program ends when its operator must change something: one line each, no stack trace, exit code 1.</summary>
public static class OperatorErrors
{
    /// <summary>Runs the program; returns its exit code. What is nobody's mistake but ours is thrown.</summary>
    public static async Task<int> RunAsync(Func<Task> program)
    {
        try
        {
            await program();
            return 0;
        }
        catch (Exception failure) when (Explain(failure) is { } problems)
        {
            foreach (var problem in problems)
                await Console.Error.WriteLineAsync($"agent-memory: {problem}");
            return 1;
        }
    }

    private static IReadOnlyList<string>? Explain(Exception failure) => failure switch
    {
        StartupException startup => startup.Problems,
        MemoryException refused => [refused.Message],
        IOException { InnerException: AddressInUseException } =>
            [$"{failure.Message} Stop the other program, or choose another PORT or MCP_PORT."],
        SocketException => [$"The addresses of HOST and PORT, or of MCP_HOST and MCP_PORT, cannot be listened on: {failure.Message}"],
        _ => null,
    };
}
