using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using AgentMemory.Extraction;

namespace AgentMemory.Wire.Requests;

/// <summary>
/// The state of reading one request: where the reader stands, and what was wrong so far. Readers go on after an error, so
/// that one answer names every mistake; what they return then is never used, because <see cref="ThrowIfInvalid"/> comes first.
/// </summary>
public sealed class Reading(DateTimeOffset now, ReadingOptions options, ExtractionStrategies strategies)
{
    /// <summary>A body can hold more mistakes than anybody reads.</summary>
    private const int MaximumErrors = 100;

    /// <summary>Longer values are cut in the answer: it says where the mistake is, it does not mirror the request.</summary>
    private const int MaximumInputBytes = 1024;

    private readonly List<LocationPart> _location = new(8);
    private List<ValidationError>? _errors;

    /// <summary>When the request came; the default of times that a caller may leave out.</summary>
    public DateTimeOffset Now { get; } = now;

    public ReadingOptions Options { get; } = options;

    /// <summary>What a session may ask for.</summary>
    public ExtractionStrategies Strategies { get; } = strategies;

    /// <summary>Mistakes found so far.</summary>
    public int Errors => _errors?.Count ?? 0;

    /// <summary>Whether a message came without <c>created_at</c> (spec 2.4).</summary>
    public bool SawUndatedMessage { get; set; }

    public void Enter(LocationPart part) => _location.Add(part);

    public void Leave() => _location.RemoveAt(_location.Count - 1);

    public void Add(string type, string message, JsonElement input, (string Name, object? Value)? context = null) =>
        Add(type, message, AsJson(input), context);

    public void Add(string type, string message, string input, (string Name, object? Value)? context = null)
    {
        _errors ??= [];
        if (_errors.Count < MaximumErrors)
            _errors.Add(new ValidationError(type, [.. _location], message, input, context));
    }

    /// <summary>A rule beyond the type is broken.</summary>
    public void Refuse(string message, JsonElement input) => Refuse(message, AsJson(input));

    public void Refuse(string message, string input) => Add("value_error", "Value error, " + message, input, ("error", null));

    /// <summary>A required member is absent from <paramref name="container"/>.</summary>
    public void Missing(string name, JsonElement container) => Missing(name, AsJson(container));

    public void Missing(string name, string container)
    {
        Enter(name);
        Add("missing", "Field required", container);
        Leave();
    }

    public void AtLeast(IFormattable minimum, string input) =>
        Add("greater_than_equal", $"Input should be greater than or equal to {Plain(minimum)}", input, ("ge", minimum));

    public void AtMost(IFormattable maximum, string input) =>
        Add("less_than_equal", $"Input should be less than or equal to {Plain(maximum)}", input, ("le", maximum));

    /// <exception cref="RequestValidationException">Something was wrong.</exception>
    public void ThrowIfInvalid()
    {
        if (_errors is not null)
            throw new RequestValidationException(_errors);
        Debug.Assert(_location.Count <= 1, "a reader entered a member and did not leave it");
    }

    public static string AsJson(string text) => AsJson(text.AsSpan());

    private static string AsJson(ReadOnlySpan<char> text) =>
        "\"" + JsonEncodedText.Encode(text.Length > MaximumInputBytes ? text[..MaximumInputBytes] : text) + "\"";

    public static string AsJson(JsonElement element)
    {
        var raw = JsonMarshal.GetRawUtf8Value(element);
        return raw.Length <= MaximumInputBytes
            ? Encoding.UTF8.GetString(raw)
            : AsJson(Encoding.UTF8.GetString(raw[..MaximumInputBytes]) + "…");
    }

    private static string Plain(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
