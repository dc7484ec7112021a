using System.Diagnostics;
using AgentMemory.Telemetry;

namespace AgentMemory.Storage.Redis.Database;

/// <summary>Spans of the store, named after the database conventions of OpenTelemetry. No key, no value.</summary>
internal static class StoreTelemetry
{
    public static Activity? Start(string operation)
    {
        var activity = EngineTelemetry.Source.StartActivity("redis " + operation, ActivityKind.Client);
        activity?.SetTag("db.system.name", "redis").SetTag("db.operation.name", operation);
        return activity;
    }
}
