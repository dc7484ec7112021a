using System.Text.Encodings.Web;
using System.Text.Json;
using AgentMemory.Cli.Evaluation.Measuring;
using AgentMemory.Hosting;

namespace AgentMemory.Cli.Evaluation.Logs;

/// <summary>Writes a line per question, conversation by conversation: what an interrupted run measured is there.</summary>
internal sealed class QuestionLog(StreamWriter writer) : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Compact = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <exception cref="StartupException">It cannot be written there.</exception>
    public static QuestionLog Create(FileInfo file)
    {
        try
        {
            return new(file.CreateText());
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"--log: {file.Name} cannot be written: {failure.Message}");
        }
    }

    public async Task WriteAsync(IEnumerable<QuestionResult> results)
    {
        foreach (var result in results)
        {
            await writer.WriteLineAsync(JsonSerializer.Serialize(
                new
                {
                    result.Conversation,
                    result.Number,
                    Category = result.Category?.Json,
                    CategoryName = result.Category?.Name,
                    result.Question,
                    result.Evidence,
                    result.Ranks,
                    result.Metrics,
                    result.Returned,
                },
                Compact));
        }
        await writer.FlushAsync();
    }

    public ValueTask DisposeAsync() => writer.DisposeAsync();
}
