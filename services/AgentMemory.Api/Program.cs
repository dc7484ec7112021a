using AgentMemory.Api;
using AgentMemory.Hosting;
using AgentMemory.Hosting.Settings;

return await OperatorErrors.RunAsync(async () =>
{
    var settings = MemorySettings.Load(SettingsSources.OfThisProcess());
    var builder = MemoryHost.CreateWebBuilder(settings, "agent-memory-api", [settings.Rest]);
    builder.Services.AddMemoryApi(ApiOptions.Of(settings));

    await using var app = builder.Build();
    app.UseWebServiceDefaults();
    app.MapMemoryApi();
    await app.RunAsync();
});
