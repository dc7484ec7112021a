using AgentMemory.LongTermMemory;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Cli.Tests;

/// <summary>What a test puts into a data folder before the tool works on it, and looks up afterwards.</summary>
internal static class StoredData
{
    private static readonly DateTimeOffset Then = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static MemoryRecord Memory(string id, string text, string? @namespace = null, string? user = null) => new()
    {
        Id = id,
        Text = text,
        Namespace = @namespace,
        UserId = user,
        MemoryType = MemoryType.Semantic,
        CreatedAt = Then,
        UpdatedAt = Then,
        LastAccessed = Then,
    };

    public static async Task AddAsync(CommandLine tool, params IReadOnlyList<MemoryRecord> memories)
    {
        await using var services = Open(tool);
        await services.GetRequiredService<ILongTermMemoryStore>().UpsertAsync(
            AccessScope.Everything, memories, new() { OperationId = Ulid.New(), Deduplicate = false }, CancellationToken.None);
    }

    public static async Task AddSessionAsync(CommandLine tool, SessionKey key, params string[] messages)
    {
        await using var services = Open(tool);
        var contents = messages.Select((content, i) => new MemoryMessage
        {
            Id = $"m{i}",
            Role = "user",
            Content = content,
            CreatedAt = Then,
        });
        await services.GetRequiredService<IWorkingMemoryStore>().PutAsync(
            AccessScope.Everything, new() { Key = key, Messages = [.. contents] }, WriteCondition.None, [], CancellationToken.None);
    }

    /// <param name="sql">A constant of the test.</param>
    public static object? Run(CommandLine tool, string sql)
    {
        SQLitePCL.Batteries_V2.Init();
        using var connection = new SqliteConnection($"Data Source={DatabasePath(tool)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    private static ServiceProvider Open(CommandLine tool) =>
        new ServiceCollection().AddSqliteStore(new() { DatabasePath = DatabasePath(tool) }).BuildServiceProvider();

    private static string DatabasePath(CommandLine tool) => Path.Combine(tool.DataFolder, "memory.db");
}
