using System.Globalization;
using AgentMemory.Errors;

namespace AgentMemory.Tasks;

/// <summary>What a <see cref="TaskOnDemand"/> was given, by name.</summary>
internal sealed class TaskArguments
{
    private readonly IReadOnlyDictionary<string, string> _values;

    /// <exception cref="InvalidRequestException">One is missing, or there is none of that name.</exception>
    public TaskArguments(TaskOnDemand task, IReadOnlyDictionary<string, string> values)
    {
        _values = values;
        var missing = task.Required.Where(name => string.IsNullOrEmpty(values.GetValueOrDefault(name))).ToArray();
        if (missing.Length > 0)
            throw new InvalidRequestException($"Task {task.Name} needs the argument {string.Join(" and ", missing)}");
        var known = task.Required.Concat(task.Optional).ToArray();
        if (values.Keys.Except(known, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
        {
            throw new InvalidRequestException(known.Length == 0
                ? $"Task {task.Name} takes no arguments, not {unknown} either"
                : $"Task {task.Name} takes no argument {unknown}, only {string.Join(", ", known)}");
        }
    }

    public string Required(string name) => _values[name];

    public string? Optional(string name) => _values.GetValueOrDefault(name);

    /// <exception cref="InvalidRequestException">It is no whole number above 0.</exception>
    public int? Count(string name) => Optional(name) switch
    {
        null => null,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 => count,
        _ => throw new InvalidRequestException($"Argument {name}: use a whole number above 0"),
    };
}
