using System.Diagnostics;

namespace AgentMemory.Mcp.Clients.Tests.Node;

/// <summary>What a process left behind.</summary>
internal sealed record ProcessResult(int ExitCode, string Output, string Error)
{
    /// <summary>Runs it to its end, with nothing on standard input.</summary>
    /// <exception cref="TimeoutException">It took longer than the limit, and was killed.</exception>
    public static async Task<ProcessResult> OfAsync(ProcessStartInfo start, TimeSpan limit)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(limit);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException(
                $"{start.FileName} {string.Join(' ', start.ArgumentList)} ran for more than {limit}:\n{await output}\n{await error}");
        }
        return new(process.ExitCode, await output, await error);
    }
}
