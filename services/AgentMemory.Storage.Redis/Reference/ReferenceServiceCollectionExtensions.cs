using AgentMemory.Maintenance.Reference;
using AgentMemory.Storage.Redis.Reference;

namespace Microsoft.Extensions.DependencyInjection;

public static class ReferenceServiceCollectionExtensions
{
    /// <summary>Lets databases of the reference server be read.</summary>
    public static IServiceCollection AddReferenceDatabases(this IServiceCollection services) =>
        services.AddSingleton<IReferenceDatabases, ReferenceDatabases>();
}
