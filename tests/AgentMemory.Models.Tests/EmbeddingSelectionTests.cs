namespace AgentMemory.Models.Tests;

[Trait("Spec", "9.3")]
public sealed class EmbeddingSelectionTests
{
    [Fact]
    public void Without_key_and_base_embedding_is_off()
    {
        Assert.Equal(new EmbeddingSelection(null, null), EmbeddingSelection.From(new()));
        Assert.Equal(new EmbeddingSelection(null, null), EmbeddingSelection.From(new() { Model = "text-embedding-3-large" }));
        Assert.Equal(new EmbeddingSelection(null, null), EmbeddingSelection.From(new() { OpenAIKey = " ", OpenAIBase = "" }));
        Assert.Equal(
            new EmbeddingSelection(null, null), EmbeddingSelection.From(new() { OllamaBase = "http://localhost:11434" }));
    }

    [Theory]
    [Trait("Spec", "9.4")]
    [InlineData(null, "text-embedding-3-small", 1536, 8191)]
    [InlineData("text-embedding-ada-002", "text-embedding-ada-002", 1536, 8191)]
    [InlineData("openai/text-embedding-3-large", "text-embedding-3-large", 3072, 8191)]
    [InlineData("OpenAI/Text-Embedding-3-Large", "Text-Embedding-3-Large", 3072, 8191)]
    [InlineData("BAAI/bge-small-en", "BAAI/bge-small-en", 77, 8191)]
    public void A_key_selects_openai(string? name, string model, int dimensions, int maximumTokens)
    {
        var options = EmbeddingSelection.From(new() { Model = name, OpenAIKey = "k", Dimensions = 77 }).Options!;

        Assert.Equal(model, options.Model);
        Assert.Equal(new("https://api.openai.com/v1"), options.Endpoint);
        Assert.Equal("k", options.ApiKey);
        Assert.Equal(dimensions, options.Dimensions);
        Assert.Equal(maximumTokens, options.MaximumTokens);
    }

    [Fact]
    public void A_base_alone_selects_a_compatible_server_without_a_key()
    {
        var options = EmbeddingSelection.From(new() { Model = "my-model", OpenAIBase = "http://localhost:1234/v1/" }).Options!;

        Assert.Equal(new("http://localhost:1234/v1"), options.Endpoint);
        Assert.Null(options.ApiKey);
        Assert.Null(options.Dimensions);
    }

    [Theory]
    [Trait("Trap", "T41")]
    [InlineData("http://localhost:11434")]
    [InlineData("http://localhost:11434/")]
    [InlineData("http://localhost:11434/v1")]
    public void Ollama_gets_its_own_address_and_never_the_openai_key(string address)
    {
        var options = EmbeddingSelection.From(new()
        {
            Model = "ollama/nomic-embed-text:latest",
            OllamaBase = address,
            OpenAIKey = "k",
            OpenAIBase = "https://example.org/v1",
        }).Options!;

        Assert.Equal(new("http://localhost:11434/v1"), options.Endpoint);
        Assert.Null(options.ApiKey);
        Assert.Equal("nomic-embed-text:latest", options.Model);
        Assert.Equal(768, options.Dimensions);
    }

    [Theory]
    [InlineData("claude-3-5-sonnet-latest", "Anthropic has no embedding models")]
    [InlineData("anthropic/claude-3-haiku", "Anthropic has no embedding models")]
    [InlineData("bedrock/amazon.titan-embed-text-v2:0", "bedrock is not available")]
    [InlineData("gemini/text-embedding-004", "gemini is not available")]
    [InlineData("ollama/nomic-embed-text", "OLLAMA_API_BASE")]
    public void A_model_that_cannot_be_served_is_refused_at_start(string model, string problem)
    {
        var selection = EmbeddingSelection.From(new() { Model = model, OpenAIKey = "k" });

        Assert.Null(selection.Options);
        Assert.Contains(problem, selection.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost:1234")]
    [InlineData("ftp://host/v1")]
    [InlineData("/v1")]
    public void An_address_that_is_none_is_refused_by_its_name(string address)
    {
        var openAI = EmbeddingSelection.From(new() { OpenAIBase = address });
        var ollama = EmbeddingSelection.From(new() { Model = "ollama/bge-m3", OllamaBase = address });

        Assert.StartsWith("OPENAI_API_BASE", openAI.Problem, StringComparison.Ordinal);
        Assert.StartsWith("OLLAMA_API_BASE", ollama.Problem, StringComparison.Ordinal);
    }
}
