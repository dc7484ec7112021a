
namespace AgentMemory.AppHost.Distributed;

/// <summary>How the services reach models.</summary>
/// <param name="Settings">Settings of docs/configuration.md: texts, parameters or endpoints.</param>
internal sealed record ModelAccess(IReadOnlyDictionary<string, object> Settings);

internal static class ModelAccessExtensions
{
    private const string Variable = "MODELS";

    private static readonly string[] Keys = ["OPENAI_API_KEY", "ANTHROPIC_API_KEY", "AZURE_API_KEY"];

    private static readonly string[] Addresses = ["OPENAI_API_BASE", "ANTHROPIC_API_BASE", "AZURE_API_BASE", "OLLAMA_API_BASE"];

    private static readonly string[] Choices =
    [
        "GENERATION_MODEL", "FAST_MODEL", "EMBEDDING_MODEL", "REDISVL_VECTOR_DIMENSIONS", "MODEL_CONCURRENCY",
        "MODEL_CALL_TIMEOUT_SECONDS", "LLM_TASK_TIMEOUT_MINUTES", "MODEL_TOKENS_PER_NAMESPACE_AND_DAY",
    ];

    /// <summary>
    /// The models of whoever's key or address is given; else small ones, in a container beside the services, or none at all
    /// (<c>MODELS=none</c>). Keys become secret parameters, so that nothing that is published holds them.
    /// </summary>
    public static ModelAccess AddModels(this IDistributedApplicationBuilder builder)
    {
        var settings = new Dictionary<string, object>();
        foreach (var name in Keys)
        {
            if (Given(name) is { } key)
                settings[name] = builder.AddParameter(ParameterName(name), () => key, secret: true).Resource;
        }

        foreach (var name in Addresses.Concat(Choices))
        {
            if (Given(name) is { } value)
                settings[name] = value;
        }

        var isElsewhere = Keys.Concat(Addresses).Any(settings.ContainsKey);
        return new(isElsewhere || IsUnwanted(builder.Configuration[Variable]) ? settings : builder.AddOllama(settings));

        string? Given(string name) => builder.Configuration[name] is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;
    }

    private static bool IsUnwanted(string? models) => models?.Trim().ToLowerInvariant() switch
    {
        null or "" or "ollama" => false,
        "none" => true,
        _ => throw new SettingException($"{Variable} is \"{models}\": use ollama, or none for search by words and extraction by rules"),
    };

    /// <summary>Such as <c>openai-api-key</c>.</summary>
    private static string ParameterName(string variable) =>
        string.Create(variable.Length, variable, static (name, from) =>
        {
            for (var position = 0; position < name.Length; position++)
                name[position] = from[position] == '_' ? '-' : char.ToLowerInvariant(from[position]);
        });
}
