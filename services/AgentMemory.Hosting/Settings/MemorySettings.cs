using AgentMemory.Models;
using AgentMemory.ServiceDefaults.Authentication;
using AgentMemory.ServiceDefaults.Listeners;
using AgentMemory.Usage;
using AgentMemory.Wire.Requests;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace AgentMemory.Hosting.Settings;

/// <summary>Every setting, typed and valid. docs/configuration.md says what each means; a test keeps the two equal.</summary>
public sealed record MemorySettings
{
    public required ListenAddress Listen { get; init; }
    public required int Port { get; init; }
    public required AuthenticationSettings Authentication { get; init; }
    public required McpSettings Mcp { get; init; }
    public required GatewaySettings Gateway { get; init; }
    public required LogLevel LogLevel { get; init; }

    /// <summary>Absolute.</summary>
    public required string DataFolder { get; init; }

    public required TimeSpan DatabaseBusyTimeout { get; init; }

    /// <summary><see langword="null"/> sets no limit.</summary>
    public required long? DatabaseMaximumBytes { get; init; }

    public required RedisSettings Redis { get; init; }

    public required EngineOptions Engine { get; init; }

    /// <summary>Background tasks run at once.</summary>
    public required int WorkerConcurrency { get; init; }

    /// <summary>How long after a worker died its tasks are taken over.</summary>
    public required TimeSpan WorkerRedelivery { get; init; }

    /// <summary>Whether background work is left to processes of its own, where a command line does not say.</summary>
    public required bool UseDocket { get; init; }

    /// <summary>Where a process that does nothing but background work tells its health; <see langword="null"/> for nowhere.</summary>
    public required Listener? WorkerHealth { get; init; }

    /// <summary>What requests may hold.</summary>
    public required ReadingOptions Reading { get; init; }


    /// <summary><see langword="null"/> when no model is configured.</summary>
    public required EmbeddingOptions? Embedding { get; init; }

    public required ChatSelection LanguageModels { get; init; }

    /// <summary>What a namespace may ask of language models.</summary>
    public required TokenBudget TokenBudget { get; init; }

    /// <summary>What all of the above was read from, for libraries with settings of their own (<c>OTEL_…</c>).</summary>
    public required IConfiguration Source { get; init; }

    /// <summary>Where REST is answered.</summary>
    public Listener Rest => new("REST", Listen, Port, "HOST", "PORT");

    public string DatabasePath => Path.Combine(DataFolder, "memory.db");

    /// <summary>For people: where data is kept.</summary>
    public string Store => Stores.StackStore.Describe(this);

    /// <exception cref="StartupException">With every problem there is.</exception>
    public static MemorySettings Load(IConfiguration source)
    {
        var reader = new SettingsReader(source);
        var settings = Read(reader, source);
        return reader.Problems.Count == 0 ? settings! : throw new StartupException(reader.Problems);
    }

    /// <summary>The settings there are, in the order of docs/configuration.md.</summary>
    internal static IReadOnlyList<SettingDefinition> Definitions()
    {
        var reader = new SettingsReader(new ConfigurationBuilder().Build());
        Read(reader, new ConfigurationBuilder().Build());
        return reader.Definitions;
    }

    /// <returns><see langword="null"/> when a problem leaves a part undecided.</returns>
    private static MemorySettings? Read(SettingsReader reader, IConfiguration source)
    {
        var port = reader.Integer("PORT", 8000, 0, 65535);
        var host = reader.Text("HOST", "127.0.0.1; with authentication 0.0.0.0");
        var dataFolder = reader.Text("AGENT_MEMORY_DATA", ".agent-memory") ?? ".agent-memory";
        var logLevel = ReadLogLevel(reader);

        var authentication = CallerSettings.Read(reader);
        ListenAddress? listen = null;
        if (authentication is not null)
        {
            (listen, var problem) = ListenAddress.Decide(host, authentication);
            reader.Add(problem);
        }

        var mcp = McpSettings.Read(reader, authentication);
        var gateway = GatewaySettings.Read(reader, authentication);

        var engine = EngineSettings.Read(reader);
        var recallThreshold = reader.OptionalNumber("RECALL_DISTANCE_THRESHOLD", 0, 2);
        var requireTimestamps = reader.Flag("REQUIRE_MESSAGE_TIMESTAMPS", false);
        var maximumFuture = reader.Integer("MAX_FUTURE_TIMESTAMP_SECONDS", 300, 0, int.MaxValue);
        var maximumBody = reader.Integer("MAX_REQUEST_BODY_BYTES", 10 * 1024 * 1024, 1024, int.MaxValue);
        var models = ModelSettings.Read(reader);
        var concurrency = reader.Integer("WORKER_CONCURRENCY", 10, 1, 1000);
        var redelivery = reader.Integer("WORKER_REDELIVERY_SECONDS", 30, 1, 86_400);
        var useDocket = reader.Flag("USE_DOCKET", true);
        var workerHealth = (int?)reader.OptionalInteger("WORKER_HEALTH_PORT", 0, 65535);
        var busyTimeout = reader.Integer("DATABASE_BUSY_TIMEOUT_SECONDS", 5, 0, 3600);
        var maximumBytes = reader.OptionalInteger("DATABASE_MAX_BYTES", 1024 * 1024, long.MaxValue);
        var redis = RedisSettings.Read(reader, source);

        if (authentication is null || listen is null || mcp is null || gateway is null)
            return null;
        return new()
        {
            Listen = listen,
            Port = port,
            Authentication = authentication,
            Mcp = mcp,
            Gateway = gateway,
            LogLevel = logLevel,
            DataFolder = Path.GetFullPath(dataFolder),
            DatabaseBusyTimeout = TimeSpan.FromSeconds(busyTimeout),
            DatabaseMaximumBytes = maximumBytes,
            Redis = redis,
            Engine = engine,
            WorkerConcurrency = concurrency,
            WorkerRedelivery = TimeSpan.FromSeconds(redelivery),
            UseDocket = useDocket,
            WorkerHealth = workerHealth is { } healthPort ? new("health", listen, healthPort, "HOST", "WORKER_HEALTH_PORT") : null,
            Reading = new()
            {
                RequireMessageTimestamps = requireTimestamps,
                MaximumFutureTimestampSeconds = maximumFuture,
                MaximumBodyBytes = maximumBody,
                RecallDistanceThreshold = recallThreshold,
            },
            Embedding = models.Embedding,
            LanguageModels = models.Language,
            TokenBudget = models.Budget,
            Source = source,
        };
    }

    private static LogLevel ReadLogLevel(SettingsReader reader) =>
        reader.Choice("LOG_LEVEL", "INFO", "DEBUG", "WARNING", "ERROR", "CRITICAL") switch
        {
            "DEBUG" => LogLevel.Debug,
            "WARNING" => LogLevel.Warning,
            "ERROR" => LogLevel.Error,
            "CRITICAL" => LogLevel.Critical,
            _ => LogLevel.Information,
        };
}
