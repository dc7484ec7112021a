namespace AgentMemory.Models.Tests;

[Trait("Spec", "9.3")]
public sealed class ChatSelectionTests
{
    [Fact]
    public void Without_keys_there_is_no_model_and_advice_how_to_get_one()
    {
        var selection = ChatSelection.From(new());

        Assert.Null(selection.Generation);
        Assert.Null(selection.Fast);
        Assert.Empty(selection.Problems);
        Assert.Contains("OPENAI_API_KEY or ANTHROPIC_API_KEY", selection.Advice, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Spec", "9.4")]
    public void A_key_of_openai_selects_its_models()
    {
        var selection = ChatSelection.From(new() { OpenAIKey = "k", AnthropicKey = "a" });

        Assert.Equal(("gpt-5", 128_000), (selection.Generation!.Model, selection.Generation.ContextWindow));
        Assert.Equal(("gpt-5-mini", 400_000), (selection.Fast!.Model, selection.Fast.ContextWindow));
        Assert.Equal((ChatProvider.OpenAI, "k"), (selection.Generation.Provider, selection.Generation.ApiKey));
        Assert.Equal(new("https://api.openai.com/v1"), selection.Generation.Endpoint);
        Assert.Equal("FAST_MODEL", selection.Fast.Variable);
        Assert.Null(selection.Advice);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("http://localhost:1234/v1")]
    public void A_key_of_anthropic_alone_selects_its_models(string? openAIBase)
    {
        var selection = ChatSelection.From(new() { AnthropicKey = "a", OpenAIBase = openAIBase });

        Assert.Equal("claude-sonnet-4-5", selection.Generation!.Model);
        Assert.Equal("claude-haiku-4-5", selection.Fast!.Model);
        Assert.Equal((ChatProvider.Anthropic, "a"), (selection.Generation.Provider, selection.Generation.ApiKey));
        Assert.Equal(new("https://api.anthropic.com"), selection.Generation.Endpoint);
        Assert.Equal(200_000, selection.Generation.ContextWindow);
    }

    [Fact]
    public void A_server_of_ones_own_has_no_default_model()
    {
        var selection = ChatSelection.From(new() { OpenAIKey = "k", OpenAIBase = "http://localhost:1234/v1" });

        Assert.Null(selection.Generation);
        Assert.Equal("Set GENERATION_MODEL to a model of the server at OPENAI_API_BASE", selection.Advice);
        Assert.Empty(selection.Problems);
    }

    [Fact]
    public void A_named_generation_model_is_the_fast_one_too()
    {
        var selection = ChatSelection.From(new() { Generation = "Qwen/Qwen3-8B", OpenAIBase = "http://localhost:1234/v1/" });

        Assert.Equal("Qwen/Qwen3-8B", selection.Generation!.Model);
        Assert.Same(selection.Generation, selection.Fast);
        Assert.Equal((ChatProvider.Compatible, null), (selection.Generation.Provider, selection.Generation.ApiKey));
        Assert.Equal(new("http://localhost:1234/v1"), selection.Generation.Endpoint);
        Assert.Equal(16_000, selection.Generation.ContextWindow);
    }

    [Fact]
    public void Both_roles_of_one_model_are_one_model()
    {
        var selection = ChatSelection.From(new() { Generation = "gpt-4o-mini", Fast = "openai/gpt-4o-mini", OpenAIKey = "k" });

        Assert.Same(selection.Generation, selection.Fast);
    }

    [Theory]
    [Trait("Trap", "T41")]
    [InlineData("gpt-4o", ChatProvider.OpenAI, "gpt-4o", "https://api.openai.com/v1", "o")]
    [InlineData("openai/gpt-4o", ChatProvider.OpenAI, "gpt-4o", "https://api.openai.com/v1", "o")]
    [InlineData("claude-3-5-haiku-latest", ChatProvider.Anthropic, "claude-3-5-haiku-latest", "https://api.anthropic.com", "a")]
    [InlineData("anthropic/claude-opus-4-5", ChatProvider.Anthropic, "claude-opus-4-5", "https://api.anthropic.com", "a")]
    [InlineData("azure/my-deployment", ChatProvider.Azure, "my-deployment", "https://r.openai.azure.com/openai/v1", "z")]
    [InlineData("ollama/llama3.2:3b", ChatProvider.Ollama, "llama3.2:3b", "http://localhost:11434/v1", null)]
    public void Each_provider_gets_its_own_address_and_key(
        string name, ChatProvider provider, string model, string endpoint, string? key)
    {
        var options = ChatSelection.From(new()
        {
            Generation = name,
            OpenAIKey = "o",
            AnthropicKey = "a",
            AzureKey = "z",
            AzureBase = "https://r.openai.azure.com/",
            OllamaBase = "http://localhost:11434",
        }).Generation!;

        Assert.Equal((provider, model, key), (options.Provider, options.Model, options.ApiKey));
        Assert.Equal(new(endpoint), options.Endpoint);
    }

    [Theory]
    [InlineData("http://proxy:4000")]
    [InlineData("http://proxy:4000/v1/")]
    public void An_address_of_anthropic_is_taken_with_or_without_its_version(string address) => Assert.Equal(
        new("http://proxy:4000"),
        ChatSelection.From(new() { Generation = "claude-haiku-4-5", AnthropicBase = address }).Generation!.Endpoint);

    [Theory]
    [InlineData("bedrock/anthropic.claude-sonnet-4-5", "GENERATION_MODEL=bedrock/anthropic.claude-sonnet-4-5: bedrock is not available")]
    [InlineData("gemini/gemini-2.5-pro", "gemini is not available")]
    [InlineData("ollama/llama3", "needs OLLAMA_API_BASE")]
    [InlineData("azure/x", "needs AZURE_API_BASE")]
    [InlineData("openai/", "the model's name is missing")]
    public void A_model_that_cannot_be_served_is_refused_at_start_with_the_fix(string name, string problem)
    {
        var selection = ChatSelection.From(new() { Generation = name, OpenAIKey = "k" });

        Assert.Null(selection.Generation);
        Assert.Contains(problem, Assert.Single(selection.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gpt-4o", "GENERATION_MODEL=gpt-4o needs OPENAI_API_KEY")]
    [InlineData("claude-haiku-4-5", "GENERATION_MODEL=claude-haiku-4-5 needs ANTHROPIC_API_KEY")]
    public void A_model_without_its_key_is_off_and_says_what_it_needs(string name, string advice)
    {
        var selection = ChatSelection.From(new() { Generation = name });

        Assert.Null(selection.Generation);
        Assert.Empty(selection.Problems);
        Assert.StartsWith(advice, selection.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gpt-4o", "OPENAI_API_BASE")]
    [InlineData("claude-haiku-4-5", "ANTHROPIC_API_BASE")]
    [InlineData("azure/x", "AZURE_API_BASE")]
    [InlineData("ollama/x", "OLLAMA_API_BASE")]
    public void An_address_that_is_none_is_refused_by_its_name(string model, string variable)
    {
        var selection = ChatSelection.From(new()
        {
            Generation = model,
            OpenAIBase = "localhost:1234",
            AnthropicBase = "localhost:1234",
            AzureBase = "localhost:1234",
            AzureKey = "z",
            OllamaBase = "localhost:1234",
        });

        Assert.StartsWith($"{variable} is \"localhost:1234\"", Assert.Single(selection.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void No_key_is_part_of_what_is_printed()
    {
        var variables = new ChatVariables { OpenAIKey = "secret", AnthropicKey = "secret", AzureKey = "secret" };

        Assert.DoesNotContain("secret", variables.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", ChatSelection.From(variables).ToString(), StringComparison.Ordinal);
    }
}
