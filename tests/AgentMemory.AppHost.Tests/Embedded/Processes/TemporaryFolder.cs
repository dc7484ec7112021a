namespace AgentMemory.AppHost.Tests.Processes;

/// <summary>Where a test's servers keep their data; gone with it.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("agent-memory-server-");

    public string DataFolder => Path.Combine(_folder.FullName, "data");

    public void Dispose() => _folder.Delete(recursive: true);
}
