namespace AgentMemory.Wire.Schemas;

/// <summary>What the contract's JSON looks like: <c>components.json</c>, an OpenAPI document with schemas and nothing else.</summary>
public static class WireSchemas
{
    private const string File = "components.json";

    /// <summary>UTF-8.</summary>
    public static byte[] Read()
    {
        using var stream = typeof(WireSchemas).Assembly.GetManifestResourceStream(File)
            ?? throw new InvalidOperationException($"The assembly contains no file {File}.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
