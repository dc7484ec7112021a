namespace AgentMemory.Wire.Requests;

/// <summary>One step of an error's location: a member's name or an element's index.</summary>
public readonly record struct LocationPart(string? Name, int Index)
{
    public static implicit operator LocationPart(string name) => new(name, 0);

    public static implicit operator LocationPart(int index) => new(null, index);
}

/// <summary>One entry of a 422 body (spec 1.4).</summary>
/// <param name="Input">The offending value as JSON text.</param>
/// <param name="Context">A member of <c>ctx</c>; a <see langword="null"/> value is written as <c>{}</c>.</param>
public sealed record ValidationError(
    string Type, IReadOnlyList<LocationPart> Location, string Message, string Input, (string Name, object? Value)? Context);

/// <summary>The request was not understood (422).</summary>
public sealed class RequestValidationException(IReadOnlyList<ValidationError> errors)
    : Exception($"{errors.Count} validation errors, the first: {errors[0].Message}")
{
    public IReadOnlyList<ValidationError> Errors { get; } = errors;
}
