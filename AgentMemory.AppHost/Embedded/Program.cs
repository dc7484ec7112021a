using AgentMemory.AppHost;
using AgentMemory.Hosting;
using AgentMemory.Hosting.Settings;
using AgentMemory.Server;

return await OperatorErrors.RunAsync(() =>
{
    var settings = MemorySettings.Load(SettingsSources.OfThisProcess());
    return MemoryServer.RunAsync(settings, ServerParts.All, StackInfo.Describe());
});
