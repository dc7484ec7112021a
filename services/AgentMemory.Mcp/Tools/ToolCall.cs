using AgentMemory.LongTermMemory;
using AgentMemory.Mcp.Callers;
using AgentMemory.Tenancy;
using AgentMemory.Wire.Requests;

namespace AgentMemory.Mcp.Tools;

/// <summary>One call of a tool by one caller.</summary>
internal sealed class ToolCall(McpCaller caller, SentArguments arguments, Readings readings)
{
    public AccessScope Scope => caller.Scope;

    public CallDefaults Defaults => caller.Defaults;

    /// <summary>Whether the argument was sent, be it <c>null</c>.</summary>
    public bool Declares(string name) => arguments.TryGet(name, out _);

    /// <summary>Where to look for a memory.</summary>
    public MemoryLookup LookupOf(string memoryId) => new(memoryId, Defaults.Namespace, Defaults.UserId);

    /// <summary>Reads the arguments as a request of the contract; the result must not keep elements of it.</summary>
    /// <exception cref="RequestValidationException">They are not understood; every mistake is in it.</exception>
    public T Read<T>(IReadOnlyList<ToolParameter> declared, Func<WireObject, T> read)
    {
        var reading = readings.Begin();
        if (ArgumentObject.AsSent(arguments, declared) is { } plain)
        {
            var understood = read(new WireObject(plain, reading));
            if (reading.Errors == 0)
                return understood;
            reading = readings.Begin(); // Mistakes are told in the words of the object that is composed.
        }

        using var sent = ArgumentObject.Compose(arguments, declared, reading);
        var value = read(new WireObject(sent.RootElement, reading));
        reading.ThrowIfInvalid();
        return value;
    }
}
