using AgentMemory.Api;
using AgentMemory.Api.Readiness;
using AgentMemory.AppHost;
using AgentMemory.Hosting;
using AgentMemory.Hosting.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

return await OperatorErrors.RunAsync(async () =>
{
    var settings = MemorySettings.Load(SettingsSources.OfThisProcess());
    var builder = MemoryHost.CreateWebBuilder(settings, "agent-memory");
    builder.Services.AddSingleton(settings);
    builder.Services.AddMemoryApi(new()
    {
        RequireMessageTimestamps = settings.RequireMessageTimestamps,
        MaximumFutureTimestampSeconds = settings.MaximumFutureTimestampSeconds,
        MaximumBodyBytes = settings.MaximumRequestBodyBytes,
    });
    builder.Services.AddSingleton<IReadinessProbe, ServerReadiness>();
    builder.Services.AddMemoryWorker();

    await using var app = builder.Build();
    app.UseWebServiceDefaults();
    app.MapMemoryApi();
    await app.StartAsync();
    Banner.Write(Console.Out, settings, app.Urls);
    await app.WaitForShutdownAsync();
});
