using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Configuration;

namespace AgentMemory.AppHost.Distributed;

/// <summary>What runs containers on this machine.</summary>
internal static class ContainerEngine
{
    public const string Advice =
        """
        agent-memory: no container engine answers, and the distributed stack runs Redis in a container. Start Docker or Podman; or
        name a Redis that has Search (REDIS_URL=redis://…) and a model elsewhere (such as OPENAI_API_KEY or OPENAI_API_BASE, or
        MODELS=none), which leaves no container to run; or run the stack that needs none:
          dotnet run -p:Stack=Embedded --project AgentMemory.AppHost
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <returns>Its command; <see langword="null"/> when none answers. Aspire's own variable chooses among several.</returns>
    public static async Task<string?> FindAsync(IConfiguration configuration, CancellationToken cancellationToken)
    {
        string[] candidates = configuration["ASPIRE_CONTAINER_RUNTIME"] is { Length: > 0 } chosen ? [chosen] : ["docker", "podman"];
        foreach (var command in candidates)
        {
            if (await AnswersAsync(command, cancellationToken))
                return command;
        }

        return null;
    }

    /// <summary>The command may be there and its engine not: only the engine's list of containers tells.</summary>
    private static async Task<bool> AnswersAsync(string command, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        Process? process = null;
        try
        {
            process = Process.Start(new ProcessStartInfo(command, ["ps", "--quiet"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            });
            if (process is null)
                return false;
            await Task.WhenAll(
                process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await process.WaitForExitAsync(patience.Token);
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false; // There is no such command.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            process?.Kill();
            return false;
        }
        finally
        {
            process?.Dispose();
        }
    }
}
