using System.Net;
using AgentMemory.Hosting.Settings;
using AgentMemory.ServiceDefaults.Authentication;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace AgentMemory.Hosting.Tests;

[Trait("Spec", "9.2")]
public sealed class MemorySettingsTests
{
    [Fact]
    public void Without_any_variable_the_defaults_hold()
    {
        var settings = Load();

        Assert.Equal(IPAddress.Loopback, settings.Listen.Address);
        Assert.Equal(8000, settings.Port);
        Assert.Equal(10 * 1024 * 1024, settings.Reading.MaximumBodyBytes);
        Assert.Equal(new AuthenticationSettings(AuthenticationMode.Off, OffExplicitly: false), settings.Authentication);
        Assert.Equal(LogLevel.Information, settings.LogLevel);
        Assert.Equal(Path.GetFullPath(".agent-memory"), settings.DataFolder);
        Assert.Equal(Path.Combine(settings.DataFolder, "memory.db"), settings.DatabasePath);
        Assert.Equal(TimeSpan.FromSeconds(5), settings.DatabaseBusyTimeout);
        Assert.Null(settings.DatabaseMaximumBytes);
        Assert.Equal(new EngineOptions(), settings.Engine);
        Assert.Equal(10, settings.WorkerConcurrency);
        Assert.False(settings.Reading.RequireMessageTimestamps);
        Assert.Equal(300, settings.Reading.MaximumFutureTimestampSeconds);
        Assert.Null(settings.Embedding);
        Assert.Null(settings.LanguageModels.Generation);
        Assert.Null(settings.LanguageModels.Fast);
        Assert.Null(settings.TokenBudget.TokensPerDay);
    }

    [Fact]
    public void Every_variable_is_read()
    {
        var settings = Load(
            ("PORT", "9001"), ("HOST", "::1"), ("AGENT_MEMORY_DATA", "/somewhere/else"), ("LOG_LEVEL", "warning"),
            ("TOKEN_AUTH_ENABLED", "yes"), ("LONG_TERM_MEMORY", "off"), ("INDEX_ALL_MESSAGES_IN_LONG_TERM_MEMORY", "1"),
            ("SUMMARIZATION_THRESHOLD", "0.5"), ("MEMORY_PROMPT_ROLE", "USER"), ("SOFT_FILTER_FALLBACK", "n"),
            ("REQUIRE_MESSAGE_TIMESTAMPS", "T"), ("MAX_FUTURE_TIMESTAMP_SECONDS", "0"), ("MAX_REQUEST_BODY_BYTES", "2048"),
            ("EMBEDDING_MODEL", "my-model"), ("OPENAI_API_BASE", "http://localhost:1/v1"), ("OPENAI_API_KEY", "k"),
            ("REDISVL_VECTOR_DIMENSIONS", "384"), ("WORKER_CONCURRENCY", "3"), ("DATABASE_BUSY_TIMEOUT_SECONDS", "1"),
            ("DATABASE_MAX_BYTES", "2000000"));

        Assert.Equal(IPAddress.IPv6Loopback, settings.Listen.Address);
        Assert.Equal(9001, settings.Port);
        Assert.Equal(Path.GetFullPath("/somewhere/else"), settings.DataFolder);
        Assert.Equal(LogLevel.Warning, settings.LogLevel);
        Assert.Equal(AuthenticationMode.Token, settings.Authentication.Mode);
        Assert.Equal(
            new EngineOptions
            {
                LongTermMemory = false,
                IndexAllMessages = true,
                SummarizationThreshold = 0.5,
                MemoryPromptRole = "user",
                SoftFilterFallback = false,
            },
            settings.Engine);
        Assert.True(settings.Reading.RequireMessageTimestamps);
        Assert.Equal(0, settings.Reading.MaximumFutureTimestampSeconds);
        Assert.Equal(2048, settings.Reading.MaximumBodyBytes);
        Assert.Equal("my-model", settings.Embedding!.Model);
        Assert.Equal(new("http://localhost:1/v1"), settings.Embedding.Endpoint);
        Assert.Equal("k", settings.Embedding.ApiKey);
        Assert.Equal(384, settings.Embedding.Dimensions);
        Assert.Equal(3, settings.WorkerConcurrency);
        Assert.Equal(TimeSpan.FromSeconds(1), settings.DatabaseBusyTimeout);
        Assert.Equal(2_000_000, settings.DatabaseMaximumBytes);
    }

    [Fact]
    public void Every_variable_of_the_background_engine_is_read()
    {
        var settings = Load(
            ("ENABLE_DISCRETE_MEMORY_EXTRACTION", "false"), ("EXTRACTION_DEBOUNCE_SECONDS", "5"),
            ("ENABLE_TOPIC_EXTRACTION", "false"), ("TOP_K_TOPICS", "5"), ("ENABLE_NER", "false"),
            ("ENABLE_WORKING_MEMORY_SUMMARIZATION", "false"),
            ("PROGRESSIVE_SUMMARIZATION_PROMPT", "{prev_summary} then {messages_joined}"),
            ("QUERY_OPTIMIZATION_PROMPT_TEMPLATE", "Better: {query}"), ("MIN_OPTIMIZED_QUERY_LENGTH", "4"),
            ("COMPACT_SEMANTIC_DUPLICATES", "false"), ("DEDUPLICATION_DISTANCE_THRESHOLD", "0.2"),
            ("COMPACTION_EVERY_MINUTES", "11"), ("FORGETTING_ENABLED", "true"), ("FORGETTING_EVERY_MINUTES", "12"),
            ("FORGETTING_MAX_AGE_DAYS", "90.5"), ("FORGETTING_MAX_INACTIVE_DAYS", "30"), ("FORGETTING_BUDGET_KEEP_TOP_N", "1000"),
            ("SUMMARY_VIEW_REFRESH_EVERY_MINUTES", "13"), ("LLM_TASK_TIMEOUT_MINUTES", "14"), ("EVENTS_PER_SESSION", "50"));

        Assert.Equal(
            new EngineOptions
            {
                ExtractMemories = false,
                ExtractionDebounce = TimeSpan.FromSeconds(5),
                ExtractTopics = false,
                MaximumTopics = 5,
                ExtractEntities = false,
                SummarizeWorkingMemory = false,
                SummarizationPrompt = "{prev_summary} then {messages_joined}",
                QueryOptimizationPrompt = "Better: {query}",
                MinimumOptimizedQueryLength = 4,
                CompactSemanticDuplicates = false,
                DeduplicationDistanceThreshold = 0.2,
                CompactionPeriod = TimeSpan.FromMinutes(11),
                ForgettingEnabled = true,
                ForgettingPeriod = TimeSpan.FromMinutes(12),
                ForgettingPolicy = new() { MaxAgeDays = 90.5, MaxInactiveDays = 30, Budget = 1000 },
                SummaryViewPeriod = TimeSpan.FromMinutes(13),
                ModelTaskTimeout = TimeSpan.FromMinutes(14),
                EventsPerSession = 50,
            },
            settings.Engine);
    }

    [Fact]
    [Trait("Trap", "T41")]
    public void Every_variable_of_language_models_is_read()
    {
        var settings = Load(
            ("GENERATION_MODEL", "azure/big"), ("FAST_MODEL", "anthropic/claude-haiku-4-5"), ("AZURE_API_KEY", "z"),
            ("AZURE_API_BASE", "https://r.openai.azure.com"), ("ANTHROPIC_API_KEY", "a"), ("ANTHROPIC_API_BASE", "http://proxy:1"),
            ("OPENAI_API_KEY", "o"), ("MODEL_CALL_TIMEOUT_SECONDS", "9"), ("MODEL_CONCURRENCY", "2"),
            ("MODEL_TOKENS_PER_NAMESPACE_AND_DAY", "5000000000"));

        var (generation, fast) = (settings.LanguageModels.Generation!, settings.LanguageModels.Fast!);
        Assert.Equal(("big", "z"), (generation.Model, generation.ApiKey));
        Assert.Equal(new("https://r.openai.azure.com/openai/v1"), generation.Endpoint);
        Assert.Equal(("claude-haiku-4-5", "a"), (fast.Model, fast.ApiKey));
        Assert.Equal(new("http://proxy:1"), fast.Endpoint);
        Assert.Equal((TimeSpan.FromSeconds(9), 2), (fast.CallTimeout, fast.Concurrency));
        Assert.Equal(5_000_000_000, settings.TokenBudget.TokensPerDay);
    }

    [Theory]
    [InlineData("PROGRESSIVE_SUMMARIZATION_PROMPT", "Sum up {messages_joined}",
        "PROGRESSIVE_SUMMARIZATION_PROMPT lacks {prev_summary}: put it where the text is to stand")]
    [InlineData("PROGRESSIVE_SUMMARIZATION_PROMPT", "Sum up",
        "PROGRESSIVE_SUMMARIZATION_PROMPT lacks {prev_summary} and {messages_joined}: put them where the text is to stand")]
    [InlineData("QUERY_OPTIMIZATION_PROMPT_TEMPLATE", "Improve the query",
        "QUERY_OPTIMIZATION_PROMPT_TEMPLATE lacks {query}: put it where the text is to stand")]
    [Trait("Spec", "15.23")]
    public void A_prompt_without_its_placeholders_is_refused(string name, string prompt, string problem) =>
        Assert.Equal([problem], Assert.Throws<StartupException>(() => Load((name, prompt))).Problems);

    [Fact]
    public void Ollama_is_reached_by_its_own_variables()
    {
        var settings = Load(("EMBEDDING_MODEL", "ollama/bge-m3"), ("OLLAMA_API_BASE", "http://gpu:11434"));

        Assert.Equal(new("http://gpu:11434/v1"), settings.Embedding!.Endpoint);
    }

    [Theory]
    [InlineData("PORT", "80000", "PORT is \"80000\": use a whole number from 0 to 65535")]
    [InlineData("PORT", "eight", "PORT is \"eight\": use a whole number from 0 to 65535")]
    [InlineData("LONG_TERM_MEMORY", "maybe", "LONG_TERM_MEMORY is \"maybe\": use true or false")]
    [InlineData("DISABLE_AUTH", "perhaps", "DISABLE_AUTH is \"perhaps\": use true or false")]
    [InlineData("SUMMARIZATION_THRESHOLD", "0", "SUMMARIZATION_THRESHOLD is \"0\": use a number above 0 and at most 1")]
    [InlineData("SUMMARIZATION_THRESHOLD", "1.01", "SUMMARIZATION_THRESHOLD is \"1.01\": use a number above 0 and at most 1")]
    [InlineData("SUMMARIZATION_THRESHOLD", "NaN", "SUMMARIZATION_THRESHOLD is \"NaN\": use a number above 0 and at most 1")]
    [InlineData("LOG_LEVEL", "LOUD", "LOG_LEVEL is \"LOUD\": use one of INFO, DEBUG, WARNING, ERROR, CRITICAL")]
    [InlineData("MEMORY_PROMPT_ROLE", "tool", "MEMORY_PROMPT_ROLE is \"tool\": use one of system, user")]
    [InlineData("SUMMARY_VIEW_REFRESH_EVERY_MINUTES", "0", "SUMMARY_VIEW_REFRESH_EVERY_MINUTES is \"0\": use a whole number from 1 to 525600")]
    [InlineData("DEDUPLICATION_DISTANCE_THRESHOLD", "NaN", "DEDUPLICATION_DISTANCE_THRESHOLD is \"NaN\": use a number from 0 to 2")]
    [InlineData("FORGETTING_MAX_AGE_DAYS", "-1", "FORGETTING_MAX_AGE_DAYS is \"-1\": use a number from 0 to 1000000")]
    [InlineData("GENERATION_MODEL", "ollama/llama3", "GENERATION_MODEL=ollama/llama3 needs OLLAMA_API_BASE, such as http://localhost:11434")]
    [InlineData("WORKER_CONCURRENCY", "0", "WORKER_CONCURRENCY is \"0\": use a whole number from 1 to 1000")]
    [Trait("Spec", "15.23")]
    public void A_wrong_value_is_refused_by_name_with_the_fix(string name, string value, string problem)
    {
        var refusal = Assert.Throws<StartupException>(() => Load((name, value)));

        Assert.Equal([problem], refusal.Problems);
    }

    [Fact]
    public void All_problems_are_told_at_once()
    {
        var refusal = Assert.Throws<StartupException>(() => Load(
            ("PORT", "x"), ("AUTH_MODE", "oauth2"), ("EMBEDDING_MODEL", "claude-3-opus"), ("DATABASE_MAX_BYTES", "-1")));

        Assert.Equal(4, refusal.Problems.Count);
        Assert.Equal(["PORT", "AUTH_MODE", "EMBEDDING_MODEL", "DATABASE_MAX_BYTES"],
            refusal.Problems.Select(problem => problem.Split(' ', '=')[0]));
    }

    [Fact]
    [Trait("Spec", "13.4")]
    public void JWTs_need_an_issuer_and_take_its_keys_from_below_it()
    {
        var refusal = Assert.Throws<StartupException>(() => Load(("AUTH_MODE", "oauth2")));
        Assert.StartsWith("AUTH_MODE=oauth2: OAuth2 issuer URL not configured, set OAUTH2_ISSUER_URL",
            Assert.Single(refusal.Problems), StringComparison.Ordinal);

        var settings = Load(("AUTH_MODE", "oauth2"), ("OAUTH2_ISSUER_URL", "https://tenant.example.com/"));
        Assert.Equal(IPAddress.Any, settings.Listen.Address);
        var oauth2 = settings.Authentication.OAuth2!;
        Assert.Equal("https://tenant.example.com/", oauth2.Issuer);
        Assert.Equal("https://tenant.example.com/.well-known/jwks.json", oauth2.JwksUrl.ToString());
        Assert.Equal(["RS256"], oauth2.Algorithms);
        Assert.Null(oauth2.NamespacesClaim);
        Assert.Null(oauth2.UsersClaim);
    }

    [Theory]
    [Trait("Spec", "13.4")]
    [InlineData("""["RS256", "ES256"]""")]
    [InlineData("RS256,ES256")]
    public void Lists_are_written_as_JSON_or_with_commas(string algorithms)
    {
        var settings = Load(
            ("AUTH_MODE", "oauth2"), ("OAUTH2_ISSUER_URL", "https://tenant.example.com"), ("OAUTH2_ALGORITHMS", algorithms));

        Assert.Equal(["RS256", "ES256"], settings.Authentication.OAuth2!.Algorithms);
        Assert.Equal(["[::1]"], Load(("MCP_ALLOWED_HOSTS", "[::1]")).Mcp.AllowedHosts);
    }

    [Theory]
    [Trait("Spec", "13.4")]
    [InlineData("OAUTH2_ISSUER_URL", "tenant", "OAUTH2_ISSUER_URL is \"tenant\": use the issuer's URL")]
    [InlineData("OAUTH2_JWKS_URL", "file:///keys", "OAUTH2_JWKS_URL is \"file:///keys\": use a URL")]
    [InlineData("OAUTH2_ALGORITHMS", "HS256", "OAUTH2_ALGORITHMS is \"HS256\": use algorithms with a public key")]
    [InlineData("OAUTH2_ALGORITHMS", "RS256,none", "OAUTH2_ALGORITHMS is \"RS256,none\": use algorithms with a public key")]
    [InlineData("MCP_PUBLIC_URL", "memory.example.com", "MCP_PUBLIC_URL is \"memory.example.com\": use a URL")]
    public void What_JWTs_cannot_be_checked_with_is_refused(string name, string value, string problem)
    {
        var settings = new Dictionary<string, string> { ["AUTH_MODE"] = "oauth2", ["OAUTH2_ISSUER_URL"] = "https://tenant.example.com" };
        settings[name] = value;

        var refusal = Assert.Throws<StartupException>(() => Load([.. settings.Select(setting => (setting.Key, setting.Value))]));

        Assert.StartsWith(problem, Assert.Single(refusal.Problems), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Trap", "T18b")]
    public void Another_address_without_authentication_is_refused()
    {
        var refusal = Assert.Throws<StartupException>(() => Load(("HOST", "0.0.0.0")));

        Assert.StartsWith("HOST=0.0.0.0 would serve other machines", Assert.Single(refusal.Problems), StringComparison.Ordinal);
        Assert.Equal(IPAddress.Any, Load(("HOST", "0.0.0.0"), ("DISABLE_AUTH", "true")).Listen.Address);
        Assert.Equal(IPAddress.Any, Load(("AUTH_MODE", "token")).Listen.Address);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void An_empty_value_means_the_default(string value) => Assert.Equal(8000, Load(("PORT", value)).Port);

    [Fact]
    public void Printing_the_settings_prints_no_key() => Assert.DoesNotContain(
        "sk-secret", Load(("OPENAI_API_KEY", "sk-secret"), ("ANTHROPIC_API_KEY", "sk-secret")).ToString(), StringComparison.Ordinal);

    private static MemorySettings Load(params (string Name, string Value)[] variables) => MemorySettings.Load(
        new ConfigurationBuilder()
            .AddInMemoryCollection(variables.Select(variable => KeyValuePair.Create(variable.Name, (string?)variable.Value)))
            .Build());
}
