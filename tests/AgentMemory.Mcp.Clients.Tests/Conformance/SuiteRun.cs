namespace AgentMemory.Mcp.Clients.Tests.Conformance;

/// <summary>One of the suite's versions, asked about one revision of the protocol.</summary>
/// <param name="Suite">The version, as package.json has it.</param>
public sealed record SuiteRun(string Suite, string Revision)
{
    public static IReadOnlyList<SuiteRun> All { get; } =
    [
        new("0.1.16", "2025-06-18"),
        new("0.1.16", "2025-11-25"),
        new("0.2.0-alpha.12", "2025-06-18"),
        new("0.2.0-alpha.12", "2025-11-25"),
        new("0.2.0-alpha.12", "2026-07-28"),
    ];

    /// <summary>What package.json calls this version.</summary>
    public string Package => Suite == "0.1.16" ? "conformance" : "conformance-next";

    public override string ToString() => $"{Suite}, {Revision}";
}
