using AgentMemory.Gateway;
using AgentMemory.Hosting;
using AgentMemory.Hosting.Settings;
using Microsoft.Extensions.Hosting;

return await OperatorErrors.RunAsync(async () =>
{
    var settings = MemorySettings.Load(SettingsSources.OfThisProcess());
    await using var gateway = MemoryGateway.Build(settings);
    await gateway.StartAsync();
    Console.WriteLine($"AgentMemory gateway answers on {string.Join(", ", gateway.Urls)}");
    await gateway.WaitForShutdownAsync();
});
