using System.Collections.Frozen;

namespace AgentMemory.Extraction;

/// <summary>The strategies sessions may ask for: the built-in ones and the application's.</summary>
public sealed class ExtractionStrategies
{
    private readonly FrozenDictionary<string, IExtractionStrategy> _byName;

    /// <exception cref="InvalidOperationException">Two strategies have one name, or one has none.</exception>
    public ExtractionStrategies(IEnumerable<IExtractionStrategy> strategies)
    {
        var byName = new Dictionary<string, IExtractionStrategy>(StringComparer.Ordinal);
        var names = new List<string>();
        foreach (var strategy in strategies)
        {
            if (string.IsNullOrWhiteSpace(strategy.Name) || strategy.Name is StrategyNames.Deterministic or StrategyNames.Message)
                throw new InvalidOperationException($"{strategy.GetType()} must have a name other than '{strategy.Name}'");
            if (!byName.TryAdd(strategy.Name, strategy))
            {
                throw new InvalidOperationException(
                    $"The extraction strategy '{strategy.Name}' is registered twice, as {byName[strategy.Name].GetType()} and as "
                    + $"{strategy.GetType()}; give one of them another name");
            }

            names.Add(strategy.Name);
        }

        _byName = byName.ToFrozenDictionary(StringComparer.Ordinal);
        Names = names;
    }

    /// <summary>In the order of registration, the built-in ones first.</summary>
    public IReadOnlyList<string> Names { get; }

    public IExtractionStrategy? Find(string name) => _byName.GetValueOrDefault(name);
}
