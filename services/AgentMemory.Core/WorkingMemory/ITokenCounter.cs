namespace AgentMemory.WorkingMemory;

/// <summary>How many tokens of a model's context window a message takes.</summary>
public interface ITokenCounter
{
    /// <summary>Tokens of <c>"&lt;role&gt;: &lt;content&gt;"</c>, at least 1 (spec 10.2). Never fails.</summary>
    int Count(ReadOnlySpan<char> role, ReadOnlySpan<char> content);
}
