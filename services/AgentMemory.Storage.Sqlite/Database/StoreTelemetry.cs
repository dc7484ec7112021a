using System.Diagnostics;
using AgentMemory.Telemetry;

namespace AgentMemory.Storage.Sqlite.Database;

/// <summary>Spans of the store, named after the database conventions of OpenTelemetry. No statement, no value.</summary>
internal static class StoreTelemetry
{
    public static Activity? Start(string operation)
    {
        var activity = EngineTelemetry.Source.StartActivity("sqlite " + operation, ActivityKind.Client);
        activity?.SetTag("db.system.name", "sqlite").SetTag("db.operation.name", operation);
        return activity;
    }
}
