using AgentMemory.ModelServers;
using Microsoft.Extensions.AI;

namespace AgentMemory.Models.Tests;

/// <summary>How questions arrive at a provider, and how answers come back.</summary>
public sealed class ChatQuestionTests : IAsyncLifetime
{
    private ModelServer _server = null!;

    public async Task InitializeAsync() => _server = await ModelServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(ModelProtocol.OpenAI)]
    [InlineData(ModelProtocol.Anthropic)]
    public async Task Instructions_data_model_key_and_limits_arrive_and_text_and_usage_come_back(ModelProtocol protocol)
    {
        await using var model = new ChatModel(_server, protocol);

        var answer = await model.AskAsync("Guten Tag — 你好", new() { Temperature = 1, MaxOutputTokens = 77 });

        var request = Assert.Single(_server.Requests);
        Assert.Equal(("Be brief.", "Guten Tag — 你好"), (request.System, request.User));
        Assert.Equal(("test-model", "key-1", 77), (request.Model, request.Key, request.MaximumTokens));
        Assert.Null(request.Format);
        Assert.Equal("Guten Tag — 你好", answer.Text);
        Assert.Equal(ChatFinishReason.Stop, answer.FinishReason);
        Assert.Equal((_server.InputTokens, _server.OutputTokens), (answer.Usage!.InputTokenCount, answer.Usage.OutputTokenCount));
    }

    [Theory]
    [InlineData(ModelProtocol.OpenAI)]
    [InlineData(ModelProtocol.Anthropic)]
    public async Task A_schema_constrains_the_answer_as_strictly_as_providers_demand(ModelProtocol protocol)
    {
        await using var model = new ChatModel(_server, protocol);

        await model.AskForObjectAsync();

        var request = Assert.Single(_server.Requests);
        Assert.Equal("json_schema", request.Format);
        Assert.Equal("word", Assert.Single(request.Schema!.Value.GetProperty("required").EnumerateArray()).GetString());
        Assert.False(request.Schema.Value.GetProperty("additionalProperties").GetBoolean());
        Assert.Equal("Be brief.", request.System);
    }

    [Theory]
    [InlineData("json_schema", "json_object")]
    [InlineData("json_schema json_object", null)]
    public async Task A_server_without_schemas_is_asked_in_the_strictest_form_it_takes_and_remembered(string refused, string? format)
    {
        _server.Refuses = request => request.Format is { } form && refused.Contains(form, StringComparison.Ordinal)
            ? "Unknown response_format" : null;
        await using var model = new ChatModel(_server, ModelProtocol.OpenAI);

        await model.AskForObjectAsync();
        var callsOfTheFirst = _server.Calls;
        await model.AskForObjectAsync();

        Assert.Equal(1, _server.Calls - callsOfTheFirst);
        var last = _server.Requests.Last();
        Assert.Equal(format, last.Format);
        Assert.Contains("JSON schema", last.System, StringComparison.Ordinal);
        Assert.Contains("\"word\"", last.System, StringComparison.Ordinal);
        Assert.Equal("""{"word":"hello"}""", last.User);
    }

    [Fact]
    public async Task A_claude_without_structured_output_is_asked_with_the_schema_in_words()
    {
        _server.Refuses = request => request.Format is null ? null : "output_config is not supported by this model";
        await using var model = new ChatModel(_server, ModelProtocol.Anthropic);

        Assert.Equal("""{"word":"hello"}""", (await model.AskForObjectAsync()).Text);

        Assert.Contains("\"word\"", _server.Requests.Last().System, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_text_does_not_loosen_the_form_of_later_questions()
    {
        _server.Refuses = request => request.User.Contains("bomb", StringComparison.Ordinal) ? "content policy" : null;
        await using var model = new ChatModel(_server, ModelProtocol.OpenAI);
        await Assert.ThrowsAsync<LanguageModels.ModelException>(() => model.AskForObjectAsync("bomb"));

        await model.AskForObjectAsync();

        Assert.Equal("json_schema", _server.Requests.Last().Format);
    }

    [Theory]
    [Trait("Spec", "9.3")]
    [InlineData(ModelProtocol.OpenAI, 1.0)]
    [InlineData(ModelProtocol.Anthropic, null)]
    public async Task The_temperature_is_1_where_the_protocol_has_one(ModelProtocol protocol, double? temperature)
    {
        await using var model = new ChatModel(_server, protocol);

        await model.AskAsync();

        Assert.Equal(temperature, Assert.Single(_server.Requests).Temperature);
    }

    [Fact]
    [Trait("Spec", "9.3")]
    public async Task A_model_that_has_only_its_own_temperature_is_asked_without_one()
    {
        _server.Refuses = request => request.Temperature is null ? null : "'temperature' is not supported with this model";
        await using var model = new ChatModel(_server, ModelProtocol.OpenAI);

        await model.AskForObjectAsync();
        await model.AskForObjectAsync();

        Assert.Equal(3, _server.Calls);
        Assert.Equal("json_schema", _server.Requests.Last().Format);
    }

    [Theory]
    [InlineData(ChatProvider.Compatible, "llama3", "max_tokens", 100)]
    [InlineData(ChatProvider.Ollama, "o1x", "max_tokens", 100)]
    [InlineData(ChatProvider.OpenAI, "gpt-4o-mini", "max_completion_tokens", 100)]
    [InlineData(ChatProvider.OpenAI, "gpt-5-mini", "max_completion_tokens", 16_100)]
    [InlineData(ChatProvider.Compatible, "openai/o3-mini", "max_completion_tokens", 16_100)]
    public async Task The_limit_of_an_answer_has_the_name_the_server_knows_and_leaves_room_to_think(
        ChatProvider provider, string name, string limitName, int limit)
    {
        await using var model = new ChatModel(
            _server, ModelProtocol.OpenAI, options => options with { Provider = provider, Model = name });

        await model.AskAsync(options: new() { MaxOutputTokens = 100 });

        var request = Assert.Single(_server.Requests);
        Assert.Equal((limitName, limit), (request.MaximumTokensName, request.MaximumTokens));
    }

    [Theory]
    [InlineData("claude-sonnet-4-5", 8192)]
    [InlineData("claude-3-haiku-20240307", 4096)]
    public async Task Anthropic_gets_a_limit_within_what_the_model_writes(string name, int limit)
    {
        await using var model = new ChatModel(_server, ModelProtocol.Anthropic, options => options with { Model = name });

        await model.AskAsync();

        Assert.Equal(limit, Assert.Single(_server.Requests).MaximumTokens);
    }

    [Theory]
    [InlineData(ModelProtocol.OpenAI)]
    [InlineData(ModelProtocol.Anthropic)]
    public async Task An_answer_says_why_it_ended(ModelProtocol protocol)
    {
        await using var model = new ChatModel(_server, protocol);
        _server.Instead.Enqueue(ModelBehaviour.CutOff);
        _server.Instead.Enqueue(ModelBehaviour.Filtered);

        Assert.Equal(ChatFinishReason.Length, (await model.AskAsync()).FinishReason);
        Assert.Equal(ChatFinishReason.ContentFilter, (await model.AskAsync()).FinishReason);
    }

    [Fact]
    public async Task A_server_that_does_not_tell_its_usage_is_understood()
    {
        _server.ReportsUsage = false;
        await using var model = new ChatModel(_server, ModelProtocol.OpenAI);

        Assert.Null((await model.AskAsync()).Usage);
    }

    [Fact]
    [Trait("Trap", "T41")]
    public async Task Without_a_key_none_of_the_environments_is_sent()
    {
        Environment.SetEnvironmentVariable("ANTHROPIC_API_KEY", "of-the-environment");
        Environment.SetEnvironmentVariable("ANTHROPIC_AUTH_TOKEN", "of-the-environment");
        try
        {
            await using var claude = new ChatModel(_server, ModelProtocol.Anthropic, options => options with { ApiKey = null });
            await using var gpt = new ChatModel(_server, ModelProtocol.OpenAI, options => options with { ApiKey = null });

            await claude.AskAsync();
            await gpt.AskAsync();

            Assert.Equal([null, "none"], _server.Requests.Select(request => request.Key));
        }
        finally
        {
            Environment.SetEnvironmentVariable("ANTHROPIC_API_KEY", null);
            Environment.SetEnvironmentVariable("ANTHROPIC_AUTH_TOKEN", null);
        }
    }
}
