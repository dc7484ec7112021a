namespace AgentMemory.AppHost.Distributed;

/// <summary>A variable cannot be used; the message names it and says what would be valid.</summary>
internal sealed class SettingException(string message) : DistributedApplicationException(message);
