using Microsoft.Extensions.Configuration;

namespace AgentMemory.AppHost.Distributed;

/// <summary>Where the services keep everything.</summary>
internal static class RedisStore
{
    /// <summary>The connection string's name; the services read it as <c>ConnectionStrings__redis</c>.</summary>
    public const string Name = "redis";

    /// <summary>Fixed, so that a back-up finds it.</summary>
    public const string Volume = "agent-memory-redis";

    /// <summary>
    /// A container with Search; or, where <c>REDIS_URL</c> or <c>ConnectionStrings__redis</c> names one, a Redis that somebody
    /// else runs.
    /// </summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddRedisStore(this IDistributedApplicationBuilder builder)
    {
        var elsewhere = builder.Configuration["REDIS_URL"] ?? builder.Configuration.GetConnectionString(Name);
        if (!string.IsNullOrWhiteSpace(elsewhere))
        {
            var address = builder.AddParameter("redis-connection", () => elsewhere, secret: true);
            return builder.AddConnectionString(Name, ReferenceExpression.Create($"{address}"));
        }

        return builder.AddRedis(Name, password: builder.AddPassword("redis-password"))
            .WithImageTag("8.6")
            .WithModule(RedisModules.Search)
            .WithoutHttpsCertificate() // Aspire would give it a certificate that no other machine trusts.
            .WithDataVolume(Volume)
            .WithAppendOnlyFile()
            .WithComposeService()
            .WithRedisInsight();
    }

    /// <summary>
    /// Every write is on disk before it is acknowledged: what the services acknowledge survives a power cut. The snapshots that
    /// come with a volume would lose the last minute.
    /// </summary>
    private static IResourceBuilder<RedisResource> WithAppendOnlyFile(this IResourceBuilder<RedisResource> redis) =>
        redis.WithArgs(context =>
        {
            string[] options = ["--appendonly", "yes", "--appendfsync", "always"];
            if (context.ExecutionContext.IsRunMode)
            {
                foreach (var option in options)
                    context.Args.Add(option);
            }
            else
            {
                // Published, the whole command is the last argument, of a shell that expands the password in it.
                context.Args[^1] = $"{context.Args[^1]} {string.Join(' ', options)}";
            }
        });

    private static IResourceBuilder<ParameterResource> AddPassword(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddParameter(name, new GenerateParameterDefault { MinLength = 32, Special = false }, secret: true);
}
