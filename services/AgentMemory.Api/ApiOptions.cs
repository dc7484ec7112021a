using AgentMemory.Hosting.Settings;
using AgentMemory.Wire.Requests;

namespace AgentMemory.Api;

/// <summary>The REST interface's settings, already validated.</summary>
public sealed record ApiOptions
{
    public ReadingOptions Reading { get; init; } = new();

    /// <summary>Live event streams at once; more are answered with 503. Not a setting.</summary>
    public int MaximumEventStreams { get; init; } = 256;

    /// <summary>What the settings say to this interface.</summary>
    public static ApiOptions Of(MemorySettings settings) => new() { Reading = settings.Reading };
}
