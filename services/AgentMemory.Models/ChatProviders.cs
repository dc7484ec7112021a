using AgentMemory.WorkingMemory;

namespace AgentMemory.Models;

/// <summary>The providers as the variables describe them: finds the one a model's name means.</summary>
internal sealed class ChatProviders(ChatVariables variables)
{
    /// <summary>For a model we do not know on a server we do not know: texts that are too long fail, shorter ones cost calls.</summary>
    private const int CautiousWindow = ModelContextWindows.Unnamed;

    private static readonly Uri OpenAI = new("https://api.openai.com/v1");
    private static readonly Uri Anthropic = new("https://api.anthropic.com");

    private static readonly string[] OtherProviders =
        ["bedrock", "cohere", "gemini", "huggingface", "mistral", "vertex_ai"];

    public string HowToGetOne => string.IsNullOrWhiteSpace(variables.OpenAIBase)
        ? "Set OPENAI_API_KEY or ANTHROPIC_API_KEY, or GENERATION_MODEL=ollama/… with OLLAMA_API_BASE"
        : "Set GENERATION_MODEL to a model of the server at OPENAI_API_BASE";

    public ChatChoice Find(string name, string variable)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var (provider, model) = slash < 0 ? ("", name) : (name[..slash].ToLowerInvariant(), name[(slash + 1)..]);
        if (provider is "" && name.StartsWith("claude", StringComparison.OrdinalIgnoreCase))
            provider = "anthropic";
        if (OtherProviders.Contains(provider))
        {
            return Refuse($"{variable}={name}: {provider} is not available in this version; use a model of OpenAI, "
                + "anthropic/…, azure/…, ollama/…, or any endpoint that speaks the OpenAI protocol by OPENAI_API_BASE");
        }
        if (string.IsNullOrWhiteSpace(model))
            return Refuse($"{variable}={name}: the model's name is missing after the slash");
        return provider switch
        {
            "anthropic" => OfAnthropic(model, variable),
            "azure" => OfAzure(model, variable),
            "ollama" => OfOllama(model, variable),
            "openai" => OfOpenAI(model, variable),
            // Other slashes belong to the model's name, such as Qwen/Qwen3-8B on a local server.
            _ => OfOpenAI(name, variable),
        };
    }

    private ChatChoice OfOpenAI(string model, string variable)
    {
        var key = ChatVariables.Given(variables.OpenAIKey);
        if (ChatVariables.Given(variables.OpenAIBase) is { } address)
            return At(ChatProvider.Compatible, address, "OPENAI_API_BASE", "", model, key, variable);
        return key is null
            ? new() { Advice = $"{variable}={model} needs OPENAI_API_KEY, or OPENAI_API_BASE for a server of your own" }
            : Select(ChatProvider.OpenAI, OpenAI, model, key, variable);
    }

    private ChatChoice OfAnthropic(string model, string variable)
    {
        var key = ChatVariables.Given(variables.AnthropicKey);
        if (ChatVariables.Given(variables.AnthropicBase) is { } address)
            return At(ChatProvider.Anthropic, WithoutVersion(address), "ANTHROPIC_API_BASE", "", model, key, variable);
        return key is null
            ? new() { Advice = $"{variable}={model} needs ANTHROPIC_API_KEY" }
            : Select(ChatProvider.Anthropic, Anthropic, model, key, variable);
    }

    private ChatChoice OfAzure(string model, string variable) =>
        (ChatVariables.Given(variables.AzureBase), ChatVariables.Given(variables.AzureKey)) is ({ } address, { } key)
            ? At(ChatProvider.Azure, address, "AZURE_API_BASE", "/openai/v1", model, key, variable)
            : Refuse($"{variable}=azure/{model} needs AZURE_API_BASE, such as https://my-resource.openai.azure.com, and AZURE_API_KEY");

    private ChatChoice OfOllama(string model, string variable) => ChatVariables.Given(variables.OllamaBase) is { } address
        ? At(ChatProvider.Ollama, address, "OLLAMA_API_BASE", "/v1", model, null, variable)
        : Refuse($"{variable}=ollama/{model} needs OLLAMA_API_BASE, such as http://localhost:11434");

    /// <param name="suffix">What the provider's interface adds to its address; left out where the address has it.</param>
    private ChatChoice At(
        ChatProvider provider, string address, string addressVariable, string suffix, string model, string? key, string variable)
    {
        var whole = address.TrimEnd('/');
        if (!whole.EndsWith(suffix, StringComparison.Ordinal))
            whole += suffix;
        return Uri.TryCreate(whole, UriKind.Absolute, out var endpoint) && endpoint.Scheme is "http" or "https"
            ? Select(provider, endpoint, model, key, variable)
            : Refuse($"{addressVariable} is \"{address}\": use an address such as http://localhost:11434");
    }

    private ChatChoice Select(ChatProvider provider, Uri endpoint, string model, string? key, string variable) => new()
    {
        Options = new()
        {
            Model = model,
            Provider = provider,
            Endpoint = endpoint,
            ApiKey = key,
            Variable = variable,
            ContextWindow = provider is ChatProvider.OpenAI or ChatProvider.Anthropic
                ? ModelContextWindows.Of(model)
                : ModelContextWindows.Find(model) ?? CautiousWindow,
            CallTimeout = variables.CallTimeout,
            Concurrency = variables.Concurrency,
        },
    };

    private static string WithoutVersion(string address) =>
        address.TrimEnd('/') is var trimmed && trimmed.EndsWith("/v1", StringComparison.Ordinal) ? trimmed[..^3] : address;

    private static ChatChoice Refuse(string problem) => new() { Problem = problem };
}
