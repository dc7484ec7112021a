namespace AgentMemory.Hosting;

/// <summary>The folder that holds everything the server keeps.</summary>
public static class DataFolder
{
    /// <summary>Creates it, for its owner alone: it holds what people said.</summary>
    /// <exception cref="StartupException">It cannot be created or written.</exception>
    public static void Prepare(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(path);
            else if (!Directory.Exists(path))
                Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

            var probe = Path.Combine(path, $".write-{Guid.NewGuid():N}");
            using var file = new FileStream(
                probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"AGENT_MEMORY_DATA: the folder {path} cannot be written ({failure.Message}); "
                + "choose another, or change its permissions");
        }
    }
}
