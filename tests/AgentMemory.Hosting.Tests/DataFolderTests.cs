namespace AgentMemory.Hosting.Tests;

public sealed class DataFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_is_made_for_its_owner_alone_and_left_empty()
    {
        var path = Path.Combine(_folder.Path, "a", "b");

        DataFolder.Prepare(path);
        DataFolder.Prepare(path);

        Assert.Empty(Directory.GetFileSystemEntries(path));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(path));
    }

    [Fact]
    public void A_place_that_cannot_be_a_folder_is_refused_by_the_variables_name()
    {
        var file = _folder.Write("file", "");

        var refusal = Assert.Throws<StartupException>(() => DataFolder.Prepare(Path.Combine(file, "data")));

        Assert.StartsWith("AGENT_MEMORY_DATA: the folder ", Assert.Single(refusal.Problems), StringComparison.Ordinal);
    }
}
