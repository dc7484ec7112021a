using AgentMemory.AppHost.Tests.Processes;

namespace AgentMemory.AppHost.Tests;

public sealed class ReadinessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_a_model_it_says_what_does_its_work_and_how_to_get_one()
    {
        await using var server = await ServerProcess.StartAsync(_folder.DataFolder, ("ENABLE_TOPIC_EXTRACTION", "false"));

        var report = (await server.Client.OkAsync("GET", "/v1/ready")).Json;

        Assert.Equal("not_configured", report.GetProperty("language_model").GetProperty("status").GetString());
        Assert.Contains("OPENAI_API_KEY", report.GetProperty("language_model").GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            """{"extraction":"deterministic","summarization":"extractive","tagging":"rules","query_optimization":"off"}""",
            report.GetProperty("methods").GetRawText());
        Assert.False(report.GetProperty("capabilities").GetProperty("enable_topic_extraction").GetBoolean());
        Assert.True(report.GetProperty("capabilities").GetProperty("enable_ner").GetBoolean());
        Assert.Contains("Extraction by rules", server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_models_it_names_them()
    {
        await using var server = await ServerProcess.StartAsync(
            _folder.DataFolder, ("OPENAI_API_BASE", "http://127.0.0.1:1/v1"), ("GENERATION_MODEL", "big"), ("FAST_MODEL", "small"));

        var report = (await server.Client.OkAsync("GET", "/v1/ready")).Json;

        Assert.Equal("ok", report.GetProperty("language_model").GetProperty("status").GetString());
        Assert.Equal("big, small", report.GetProperty("language_model").GetProperty("detail").GetString());
        Assert.Equal(
            """{"extraction":"model","summarization":"model","tagging":"model","query_optimization":"model"}""",
            report.GetProperty("methods").GetRawText());
        Assert.Contains("Extraction by a model (big at 127.0.0.1:1)", server.Output, StringComparison.Ordinal);
    }
}
