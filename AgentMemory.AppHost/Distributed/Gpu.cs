using Microsoft.Extensions.Configuration;

namespace AgentMemory.AppHost.Distributed;

/// <summary>
/// Whether models run on a GPU. Only when asked: an engine that cannot pass one on refuses to start the container at all.
/// </summary>
internal static class Gpu
{
    private const string Variable = "OLLAMA_GPU";

    public static bool IsWanted(IConfiguration configuration) => configuration[Variable]?.Trim().ToLowerInvariant() switch
    {
        null or "" or "none" => false,
        "nvidia" => true,
        _ => throw new SettingException($"{Variable} is \"{configuration[Variable]}\": use nvidia or none"),
    };

    /// <summary>For people.</summary>
    public static string Describe(IConfiguration configuration)
    {
        if (IsWanted(configuration))
            return $"on the GPU ({Variable}=nvidia)";
        return File.Exists("/proc/driver/nvidia/version")
            ? $"on the CPU; this machine has a GPU, which {Variable}=nvidia uses (it needs the NVIDIA Container Toolkit)"
            : "on the CPU, because this machine shows no GPU; expect some seconds per answer";
    }
}
