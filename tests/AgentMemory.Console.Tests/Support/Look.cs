namespace AgentMemory.ConsoleTests.Support;

/// <summary>What a visitor's screen is like.</summary>
public sealed record Look(string Name, int Width, int Height, bool IsDark)
{
    public static Look Desktop { get; } = new("desktop-light", 1440, 900, IsDark: false);

    public static IReadOnlyList<Look> All { get; } =
    [
        Desktop, new("desktop-dark", 1440, 900, IsDark: true), new("phone-light", 390, 844, IsDark: false),
        new("phone-dark", 390, 844, IsDark: true),
    ];
}
