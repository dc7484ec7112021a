namespace AgentMemory.Cli.Tests;

/// <summary>What the command answers where there is no Redis client; the distributed stack's tests run it with one.</summary>
[Trait("Spec", "11")]
public sealed class MigrateFromReferenceCommandTests : IDisposable
{
    private readonly CommandLine _tool = new();

    public void Dispose() => _tool.Dispose();

    [EmbeddedFact]
    public async Task A_build_without_a_Redis_client_says_how_to_get_one()
    {
        var result = await _tool.RunAsync("migrate-from-reference", "--from", "redis://user:secret@localhost", "--force");

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("agent-memory: this build has no Redis client", result.Error, StringComparison.Ordinal);
        Assert.Contains("-p:Stack=Distributed", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_source_must_be_named()
    {
        var result = await _tool.RunAsync("migrate_from_reference", "--dry-run");

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains("'--from' is required", result.Error, StringComparison.Ordinal);
    }
}
