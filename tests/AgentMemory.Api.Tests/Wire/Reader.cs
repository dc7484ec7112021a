using System.Text;
using AgentMemory.Api.Requests;
using AgentMemory.Extraction;
using AgentMemory.Storage.Sqlite;
using AgentMemory.Wire.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Api.Tests.Wire;

/// <summary>Reads a body as the endpoints do.</summary>
internal static class Reader
{
    public static readonly DateTimeOffset Now = new(2026, 1, 31, 10, 0, 0, TimeSpan.Zero);

    private static readonly Lazy<ExtractionStrategies> Strategies = new(RegisteredStrategies);

    public static T Read<T>(string json, Func<WireObject, T> read, ReadingOptions? options = null)
    {
        var http = new DefaultHttpContext();
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(json));
        return JsonBody.ReadAsync(http, new Reading(Now, options ?? new ReadingOptions(), Strategies.Value), read).AsTask().GetAwaiter().GetResult();
    }

    /// <summary>The errors as <c>type loc</c>, such as <c>missing body.memories.0.id</c>.</summary>
    public static string[] Refuse<T>(string json, Func<WireObject, T> read, ReadingOptions? options = null) =>
        [.. Errors(json, read, options).Select(error => $"{error.Type} {string.Join('.', error.Location.Select(part => part.Name ?? $"{part.Index}"))}")];

    public static IReadOnlyList<ValidationError> Errors<T>(string json, Func<WireObject, T> read, ReadingOptions? options = null) =>
        Assert.Throws<RequestValidationException>(() => Read(json, read, options)).Errors;

    /// <summary>Those of a server to which nothing was added.</summary>
    private static ExtractionStrategies RegisteredStrategies()
    {
        var folder = Directory.CreateTempSubdirectory("agent-memory-").FullName;
        try
        {
            using var services = new ServiceCollection()
                .AddSqliteStore(new SqliteStoreOptions { DatabasePath = Path.Combine(folder, "memory.db") })
                .AddMemoryEngine(new EngineOptions())
                .BuildServiceProvider();
            return services.GetRequiredService<ExtractionStrategies>();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
