using System.Text;

namespace AgentMemory.Storage.Redis.Database;

/// <summary>The Lua that runs inside Redis: the files of <c>Scripts</c>, each with the shared parts it names.</summary>
internal static class StoreScripts
{
    /// <summary>Checks what a write was decided on and applies it.</summary>
    public static string Commit { get; } = Read("events", "tasks", "turns", "commit");

    /// <summary>A script made of files of the folder <c>Scripts</c>, in order.</summary>
    public static string Read(params ReadOnlySpan<string> files)
    {
        var script = new StringBuilder();
        foreach (var file in files)
        {
            using var stream = typeof(StoreScripts).Assembly.GetManifestResourceStream($"AgentMemory.Storage.Redis.Scripts.{file}.lua")
                ?? throw new InvalidOperationException($"The script {file}.lua is not part of the assembly");
            using var reader = new StreamReader(stream);
            script.Append(reader.ReadToEnd()).Append('\n');
        }

        return script.ToString();
    }
}
