using AgentMemory.ServiceDefaults.Authentication;

namespace AgentMemory.ServiceDefaults.Listeners;

/// <summary>
/// An address a process answers on, and what for. Every connection carries the listener it came in by, so what is mapped
/// <see cref="ListenerRoutes.OnlyOn">only on</see> one cannot be reached through another.
/// </summary>
/// <param name="Name">What is answered there, such as <c>REST</c>; unique in a process.</param>
/// <param name="Port">0 takes a free one.</param>
/// <param name="HostSetting">The variable that chooses the address, such as <c>HOST</c>.</param>
/// <param name="PortSetting">The variable that chooses the port, such as <c>PORT</c>.</param>
public sealed record Listener(string Name, ListenAddress Address, int Port, string HostSetting, string PortSetting);
