using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.AppHost.Distributed;

/// <summary>The application as a whole: what holds before its parts are declared, and after.</summary>
internal static class MemoryApplication
{
    /// <summary>Runs or publishes what is declared, as the arguments say.</summary>
    /// <returns>The exit code: 1 when the operator must change something first.</returns>
    public static async Task<int> RunAsync(string[] args, Action<IDistributedApplicationBuilder> declare)
    {
        try
        {
            Console.WriteLine($"AgentMemory {StackInfo.Describe()}");
            var builder = CreateBuilder(args);
            declare(builder);
            return await RunAsync(builder);
        }
        catch (SettingException problem)
        {
            await Console.Error.WriteLineAsync($"agent-memory: {problem.Message}");
            return 1;
        }
    }

    private static IDistributedApplicationBuilder CreateBuilder(string[] args)
    {
        // Services are built and published by processes of their own, which would choose a stack anew.
        Environment.SetEnvironmentVariable("Stack", "Distributed");
        var builder = DistributedApplication.CreateBuilder(args);
        if (builder.ExecutionContext.IsRunMode)
        {
            // The dashboard listens on this machine alone and asks for its token: no certificate is needed to start.
            builder.Configuration["ASPNETCORE_URLS"] ??= "http://localhost:18888";
            builder.Configuration["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] ??= "true";
        }

        return builder;
    }

    private static async Task<int> RunAsync(IDistributedApplicationBuilder builder)
    {
        await using var application = builder.Build();
        var isRun = builder.ExecutionContext.IsRunMode;
        if (isRun && builder.Resources.OfType<ContainerResource>().Any()
            && await ContainerEngine.FindAsync(builder.Configuration, CancellationToken.None) is null)
        {
            await Console.Error.WriteLineAsync(ContainerEngine.Advice);
            return 1;
        }

        if (isRun)
            application.Services.GetService<ModelDownloads>()?.Announce(Console.Out);
        await application.RunAsync();
        return 0;
    }
}
