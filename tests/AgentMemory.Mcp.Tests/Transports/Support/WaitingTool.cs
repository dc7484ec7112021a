using System.Text.Json;
using AgentMemory.Mcp.Tools;

namespace AgentMemory.Mcp.Tests.Transports.Support;

/// <summary>A tool that ends when its call is cancelled and not before.</summary>
internal sealed class WaitingTool() : MemoryTool(new("wait", "Wait", "Waits")
{
    OutputSchema = JsonElement.Parse("""{"type":"object"}"""),
    Effect = ToolEffect.Reads,
})
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Started => _started.Task.WaitAsync(TimeSpan.FromSeconds(60));

    public Task Cancelled => _cancelled.Task.WaitAsync(TimeSpan.FromSeconds(60));

    public override async Task<ToolAnswer> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        _started.TrySetResult();
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        finally
        {
            _cancelled.TrySetResult();
        }

        throw new InvalidOperationException("An endless wait ended");
    }
}
