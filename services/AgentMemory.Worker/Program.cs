using AgentMemory.Hosting;
using AgentMemory.Hosting.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

return await OperatorErrors.RunAsync(async () =>
{
    var settings = MemorySettings.Load(SettingsSources.OfThisProcess());
    var builder = MemoryHost.CreateBuilder(settings, "agent-memory-worker");
    builder.Services.AddMemoryWorker();
    using var host = builder.Build();
    await host.RunAsync();
});
