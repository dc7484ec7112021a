namespace AgentMemory.Hosting.Settings;

/// <summary>A setting as docs/configuration.md lists it.</summary>
/// <param name="Type">Such as <c>integer</c>, <c>true or false</c>, or the choices.</param>
/// <param name="Default">Empty when it has none.</param>
internal sealed record SettingDefinition(string Name, string Type, string Default);
