using AgentMemory.ServiceDefaults.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace AgentMemory.ServiceDefaults.Telemetry;

internal static class LoggingExtensions
{
    /// <summary>
    /// JSON lines on standard error, leaving standard output to the program. The framework is heard from Warning on, at
    /// any level: below that it writes headers and addresses of requests. The MCP SDK warns of every mistake of a client.
    /// </summary>
    public static void AddJsonLogs(this ILoggingBuilder logging, LogLevel level)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(level);
        var framework = level > LogLevel.Warning ? level : LogLevel.Warning;
        logging.AddFilter("Microsoft", framework).AddFilter("System", framework);
        logging.AddFilter("ModelContextProtocol", level > LogLevel.Error ? level : LogLevel.Error);
        // The framework writes under this name an entry for every request it refuses.
        logging.AddFilter(typeof(TokenAuthenticationHandler).FullName, framework);
        logging.Configure(options =>
            options.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
        logging.AddJsonConsole(console =>
        {
            console.IncludeScopes = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
        });
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
