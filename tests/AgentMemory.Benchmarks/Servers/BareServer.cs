using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace AgentMemory.Benchmarks.Servers;

/// <summary>The least an HTTP server can do here: Kestrel reads the request and answers ready bytes.</summary>
internal static class BareServer
{
    public static async Task RunAsync(int bytes, CancellationToken cancellationToken)
    {
        var answer = new byte[bytes];
        Array.Fill(answer, (byte)'x');
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.Run(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = answer.Length;
            await context.Response.BodyWriter.WriteAsync(answer, context.RequestAborted);
        });
        await app.StartAsync(cancellationToken);
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{app.Urls.Single()}"));
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
