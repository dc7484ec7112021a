namespace AgentMemory.LanguageModels;

/// <param name="Tokens">Of all calls the answer took, in and out.</param>
public sealed record ModelAnswer<T>(T Value, int Tokens);
