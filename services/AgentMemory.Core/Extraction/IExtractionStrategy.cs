using System.Text.Json;

namespace AgentMemory.Extraction;

/// <summary>
/// How messages become memories. Applications add their own by registering them as services of this type; a session
/// chooses one by name in <c>long_term_memory_strategy</c>.
/// </summary>
public interface IExtractionStrategy
{
    /// <summary>The wire name, unique among the registered ones.</summary>
    string Name { get; }

    /// <summary>Whether it can do nothing without a language model: its messages then wait until one is configured.</summary>
    bool NeedsModel => false;

    /// <summary>
    /// Whether it speaks of the session as a whole: it is given all messages of the session, those extracted before as
    /// <see cref="ExtractionRequest.Earlier"/>, instead of some twenty at a time.
    /// </summary>
    bool TakesWholeThread => false;

    /// <summary>What it extracts, for descriptions of tools.</summary>
    string Describe(JsonElement config);

    /// <summary>What is wrong with a session's options, checked when the session is written (T25).</summary>
    IEnumerable<StrategyProblem> Validate(JsonElement config);

    /// <summary>
    /// Makes memories of <see cref="ExtractionRequest.Messages"/>. What it returns is checked item by item afterwards
    /// (sources, quotes, tags): it need not check itself. An exception loses nothing: the messages are extracted again later.
    /// </summary>
    /// <exception cref="LanguageModels.ModelException">The model cannot do it now.</exception>
    Task<ExtractionResult> ExtractAsync(ExtractionRequest request, CancellationToken cancellationToken);
}

/// <param name="Option">The member of the configuration, <see langword="null"/> for the whole of it.</param>
/// <param name="Message">What is wrong and how to put it right.</param>
public sealed record StrategyProblem(string? Option, string Message);
