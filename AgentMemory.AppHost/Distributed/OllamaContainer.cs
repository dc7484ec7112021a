using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.AppHost.Distributed;

/// <summary>Models in a container: no key, and nothing that is said leaves the machine.</summary>
internal static partial class OllamaContainer
{
    public const string Name = "ollama";

    public const string Volume = "agent-memory-models";

    private const string Prefix = "ollama/";

    private static readonly string[] ModelSettings = ["EMBEDDING_MODEL", "GENERATION_MODEL", "FAST_MODEL"];

    /// <summary>Small enough for a laptop without a GPU: together about 1.3 GB.</summary>
    private static readonly Dictionary<string, string> Defaults = new()
    {
        ["GENERATION_MODEL"] = Prefix + "qwen2.5:1.5b",
        ["EMBEDDING_MODEL"] = Prefix + "nomic-embed-text",
        ["MODEL_CONCURRENCY"] = "1", // A processor answers two questions at once no sooner than one after the other.
        ["MODEL_CALL_TIMEOUT_SECONDS"] = "600",
        ["LLM_TASK_TIMEOUT_MINUTES"] = "30",
    };

    /// <summary>The container, and the settings with which services use it; what is in <paramref name="given"/> stays.</summary>
    public static IReadOnlyDictionary<string, object> AddOllama(
        this IDistributedApplicationBuilder builder, IReadOnlyDictionary<string, object> given)
    {
        var settings = new Dictionary<string, object>(given);
        foreach (var (name, value) in Defaults)
            settings.TryAdd(name, value);

        var ollama = builder.AddContainer(Name, "ollama/ollama", "0.12.6")
            .WithHttpEndpoint(targetPort: 11434)
            .WithVolume(Volume, "/root/.ollama")
            .WithEnvironment("OLLAMA_KEEP_ALIVE", "-1") // Loading a model takes longer than answering.
            .WithHttpHealthCheck("/")
            .WithComposeService();
        settings["OLLAMA_API_BASE"] = ollama.GetEndpoint("http");
        if (Gpu.IsWanted(builder.Configuration))
            ollama.WithContainerRuntimeArgs("--gpus=all");

        string[] models = [.. ModelsOf(settings)];
        if (builder.ExecutionContext.IsRunMode)
        {
            builder.Services.AddSingleton(provider =>
                ActivatorUtilities.CreateInstance<ModelDownloads>(provider, ollama.Resource, models));
            ollama.OnResourceReady((_, ready, cancellationToken) =>
            {
                ready.Services.GetRequiredService<ModelDownloads>().Start(ollama.GetEndpoint("http").Url, cancellationToken);
                return Task.CompletedTask;
            });
        }
        else
        {
            ollama.WithEntrypoint("/bin/sh").WithArgs("-c", Script(models));
        }

        return settings;
    }

    /// <summary>Those that it is asked for, without repetition.</summary>
    private static IEnumerable<string> ModelsOf(Dictionary<string, object> settings) =>
        ModelSettings
            .Select(name => (Name: name, Value: settings.GetValueOrDefault(name) as string))
            .Where(setting => setting.Value?.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) == true)
            .Select(setting => Checked(setting.Name, setting.Value![Prefix.Length..]))
            .Distinct();

    /// <summary>The name becomes part of a command.</summary>
    private static string Checked(string variable, string model) => ModelName().IsMatch(model)
        ? model
        : throw new SettingException($"{variable} is \"{Prefix}{model}\": use a name such as {Prefix}qwen2.5:1.5b");

    /// <summary>Published, nobody watches: the container gets its models itself, again and again until it has them.</summary>
    private static string Script(IEnumerable<string> models) => string.Join(' ',
        [
            "ollama serve & until ollama list >/dev/null 2>&1; do sleep 1; done;",
            .. models.Select(model => $"until ollama pull {model}; do sleep 15; done;"),
            "wait",
        ]);

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._:/-]*\z")]
    private static partial Regex ModelName();
}
