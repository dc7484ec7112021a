using AgentMemory.Hosting;
using AgentMemory.Hosting.Settings;
using AgentMemory.Worker;
using Microsoft.Extensions.Hosting;

return await OperatorErrors.RunAsync(async () =>
{
    using var host = MemoryWorkerHost.Build(MemorySettings.Load(SettingsSources.OfThisProcess()));
    await host.RunAsync();
});
