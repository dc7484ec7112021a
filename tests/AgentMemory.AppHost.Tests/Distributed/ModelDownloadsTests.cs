using System.Text;
using AgentMemory.AppHost.Distributed;
using Aspire.Hosting.ApplicationModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace AgentMemory.AppHost.Tests.Distributed;

public sealed class ModelDownloadsTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly StringBuilder _written = new();
    private WebApplication? _ollama;

    /// <summary>An Ollama that has one model and loads another in three steps.</summary>
    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _ollama = builder.Build();
        _ollama.MapPost("/api/show", (Asked asked) => asked.Model == "present" ? Results.Ok() : Results.NotFound());
        _ollama.MapPost("/api/pull", (Asked asked) => Results.Text(asked.Model == "absent"
            ? """
              {"status":"pulling manifest"}
              {"status":"pulling","total":200000000,"completed":2000000}
              {"status":"pulling","total":200000000,"completed":100000000}
              {"status":"success"}
              """
            : """{"error":"file does not exist"}"""));
        await _ollama.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _ollama!.StopAsync();
        await _ollama.DisposeAsync();
    }

    [Fact]
    public async Task It_says_what_is_there_what_is_not_yet_and_how_far_it_is()
    {
        Start("present", "absent");

        Assert.Contains("model present is there", await UntilAsync("model absent is there"), StringComparison.Ordinal);
        Assert.Contains("model absent is not there yet", Written, StringComparison.Ordinal);
        Assert.Contains("model absent: 50 % of 200 MB", Written, StringComparison.Ordinal);
        Assert.DoesNotContain("model absent: 1 %", Written, StringComparison.Ordinal);
        Assert.Contains("on the ", Written, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_why_a_model_cannot_be_loaded_and_tries_again()
    {
        Start("misspelt");

        Assert.Contains("trying again", await UntilAsync("file does not exist"), StringComparison.Ordinal);
    }

    private string Written
    {
        get
        {
            lock (_written)
                return _written.ToString();
        }
    }

    private void Start(params string[] models)
    {
        var downloads = new ModelDownloads(
            new ContainerResource("ollama"), models, new ResourceLoggerService(), new ConfigurationBuilder().Build());
        downloads.Announce(new Locked(_written));
        downloads.Start(_ollama!.Urls.First(), _ollama.Lifetime.ApplicationStopping);
    }

    private async Task<string> UntilAsync(string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!Written.Contains(text, StringComparison.Ordinal))
            await Task.Delay(50, patience.Token);
        return Written;
    }

    private sealed record Asked(string Model);

    private sealed class Locked(StringBuilder text) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void WriteLine(string? value)
        {
            lock (text)
                text.AppendLine(value);
        }
    }
}
