namespace AgentMemory.Mcp.Clients.Tests.Conformance;

/// <summary>docs/mcp.md, whose tables of conformance say what these tests found.</summary>
internal static class ConformanceDocument
{
    private static readonly HashSet<string> Lines = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "mcp.md"))];

    public static void Demand(string row) => Assert.True(Lines.Contains(row), $"docs/mcp.md lacks this row, or has an older one:\n{row}");
}
