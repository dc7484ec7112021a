using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace AgentMemory.AppHost.Distributed;

/// <summary>
/// Has Ollama load the models it lacks, and tells how that goes: on the console, and in its log on the dashboard. Nothing waits
/// for it, because nothing is lost meanwhile: searches are answered by words, and what needs a model is done when it is there.
/// </summary>
internal sealed partial class ModelDownloads(
    ContainerResource ollama, string[] models, ResourceLoggerService logs, IConfiguration configuration)
{
    private const int StepPercent = 10;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    private readonly ILogger _log = logs.GetLogger(ollama);
    private TextWriter _output = TextWriter.Null;

    /// <summary>Says once what is used, and goes on writing there.</summary>
    public void Announce(TextWriter output)
    {
        _output = output;
        output.WriteLine($"agent-memory: models {string.Join(", ", models)} run in a container, {Gpu.Describe(configuration)}.");
    }

    /// <summary>Returns at once.</summary>
    /// <param name="address">Of Ollama, which answers.</param>
    public void Start(string address, CancellationToken cancellationToken) =>
        _ = Task.Run(() => LoadAllAsync(new Uri(address), cancellationToken), cancellationToken);

    private async Task LoadAllAsync(Uri address, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        foreach (var model in models)
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                try
                {
                    await LoadAsync(client, model, cancellationToken);
                    break;
                }
                catch (Exception failure) when (failure is HttpRequestException or IOException or JsonException or ModelRefusedException)
                {
                    Tell($"model {model} could not be loaded ({failure.Message}); trying again in {Pause.TotalSeconds} s");
                    await Task.Delay(Pause, cancellationToken);
                }
            }
        }
    }

    private async Task LoadAsync(HttpClient client, string model, CancellationToken cancellationToken)
    {
        using var known = await client.PostAsJsonAsync("/api/show", new { model }, cancellationToken);
        if (known.IsSuccessStatusCode)
        {
            Tell($"model {model} is there");
            return;
        }

        Tell($"model {model} is not there yet: it is being loaded, once; until then, what needs it waits");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/pull") { Content = JsonContent.Create(new { model }) };
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        answer.EnsureSuccessStatusCode();
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
        var told = 0;
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
            told = Follow(model, line, told);
        Tell($"model {model} is there");
    }

    /// <returns>The percentage that was told last.</returns>
    private int Follow(string model, string line, int told)
    {
        using var progress = JsonDocument.Parse(line);
        if (progress.RootElement.TryGetProperty("error", out var error))
            throw new ModelRefusedException(error.GetString() ?? "no reason given");
        if (!progress.RootElement.TryGetProperty("completed", out var completed)
            || !progress.RootElement.TryGetProperty("total", out var total) || total.GetInt64() <= 0)
        {
            return told;
        }

        var percent = (int)(completed.GetInt64() * 100 / total.GetInt64());
        if (percent < told + StepPercent)
            return told;
        var size = (total.GetInt64() / 1_000_000).ToString(CultureInfo.InvariantCulture);
        Tell($"model {model}: {percent} % of {size} MB");
        return percent;
    }

    private void Tell(string line)
    {
        _output.WriteLine($"agent-memory: {line}");
        LogProgress(line);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Line}")]
    private partial void LogProgress(string line);
}

/// <summary>Ollama said why it does not load a model.</summary>
internal sealed class ModelRefusedException(string message) : Exception(message);
