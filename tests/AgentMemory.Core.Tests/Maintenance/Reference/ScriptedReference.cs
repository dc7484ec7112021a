using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AgentMemory.Errors;
using AgentMemory.Maintenance;
using AgentMemory.Maintenance.Reference;
using AgentMemory.Search;
using AgentMemory.SummaryViews;

namespace AgentMemory.Tests.Maintenance.Reference;

/// <summary>A reference's database that holds what a test says, in pages of three.</summary>
internal sealed class ScriptedReference(params ReferenceItem[] items) : IReferenceDatabase
{
    private const int PageSize = 3;

    public string Name => "a script";

    /// <summary>By key.</summary>
    public Dictionary<string, float[]> Vectors { get; } = [];

    /// <summary>Of which vectors were fetched.</summary>
    public List<string> Fetched { get; } = [];

    /// <summary>After how many pages it cannot be read any more.</summary>
    public int? PagesUntilFailure { get; set; }

    public async IAsyncEnumerable<ReferencePage> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = 0;
        foreach (var page in items.OrderBy(item => item is not ReferenceView).Chunk(PageSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (seen == PagesUntilFailure * PageSize)
                throw new StoreUnavailableException("It is gone", TimeSpan.FromSeconds(1));
            await Task.Yield();
            seen += page.Length;
            yield return new(page, seen, items.Length);
        }
    }

    public Task<IReadOnlyList<ReadOnlyMemory<byte>>> ReadVectorsAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        Fetched.AddRange(keys);
        return Task.FromResult<IReadOnlyList<ReadOnlyMemory<byte>>>(
            [.. keys.Select(key => (ReadOnlyMemory<byte>)MemoryMarshal.AsBytes<float>(Vectors.GetValueOrDefault(key) ?? []).ToArray())]);
    }

    public ValueTask DisposeAsync() => default;

    /// <summary>A hash as the reference writes it, with other or further fields; <see langword="null"/> removes one.</summary>
    public static ReferenceMemory Memory(string id, params (string Name, string? Value)[] changes)
    {
        var fields = new Dictionary<string, string>
        {
            ["id_"] = id,
            ["text"] = $"Text of {id}",
            ["session_id"] = "",
            ["user_id"] = "ann",
            ["namespace"] = "shop",
            ["memory_type"] = "semantic",
            ["extraction_strategy"] = "discrete",
            ["extraction_strategy_config"] = "{}",
            ["metadata"] = "{}",
            ["topics"] = "",
            ["entities"] = "",
            ["extracted_from"] = "",
            ["discrete_memory_extracted"] = "t",
            ["pinned"] = "0",
            ["access_count"] = "0",
            ["created_at"] = "1769853600.0",
            ["last_accessed"] = "1769853600.0",
            ["updated_at"] = "1769853600.0",
        };
        foreach (var (name, value) in changes)
        {
            if (value is null)
                fields.Remove(name);
            else
                fields[name] = value;
        }

        return new("memory_idx:" + id, id, fields);
    }

    public static ReferenceSession Session(string name, string json, TimeSpan? expiresIn = null) =>
        new("working_memory:" + name, name, json, expiresIn);

    public static Task<ReferenceMigrationReport> MigrateAsync(
        Engine engine, IReferenceDatabase source, Func<ReferenceMigrationOptions, ReferenceMigrationOptions>? change = null,
        IProgress<MaintenanceProgress>? progress = null)
    {
        var options = new ReferenceMigrationOptions
        {
            ReadView = view => new(
                new SummaryView
                {
                    Id = "",
                    Name = view.TryGetProperty("name", out var name) ? name.GetString() : null,
                    Source = view.GetProperty("source").GetString()!,
                    GroupBy = [.. view.GetProperty("group_by").EnumerateArray().Select(field => field.GetString()!)],
                },
                new MemoryFilter { UserId = TagFilter.Equal("ann") }),
        };
        return engine.Get<ReferenceMigration>().RunAsync(
            source, change?.Invoke(options) ?? options, progress ?? new Progress<MaintenanceProgress>(), CancellationToken.None);
    }
}
