using AgentMemory.AppHost.Distributed;
using Microsoft.Extensions.Configuration;

namespace AgentMemory.AppHost.Tests.Distributed;

/// <summary>For tests that start everything: on a Redis with Search that is there already, or in containers.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class WholeGraphFactAttribute : FactAttribute
{
    private const string RedisVariable = "AGENT_MEMORY_TEST_REDIS";

    private static readonly Lazy<bool> HasContainerEngine = new(() =>
        ContainerEngine.FindAsync(new ConfigurationBuilder().AddEnvironmentVariables().Build(), default).GetAwaiter().GetResult() is not null);

    public WholeGraphFactAttribute()
    {
        if (Redis is null && !HasContainerEngine.Value)
        {
            Skip = "No container engine answers (docker ps, podman ps), and AGENT_MEMORY_TEST_REDIS names no Redis with Search: "
                + "there is nothing to start Redis in";
        }
    }

    /// <summary><see langword="null"/> to start one in a container.</summary>
    public static string? Redis =>
        Environment.GetEnvironmentVariable(RedisVariable) is { } address && !string.IsNullOrWhiteSpace(address) ? address : null;
}
