using System.Collections.Concurrent;
using System.Text;
using AgentMemory.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.ServiceDefaults.Tests;

public sealed class TelemetryTests
{
    private const string Token = "good-token";
    private const string Body = "my-private-diary";

    [Fact]
    public async Task Traces_metrics_and_logs_reach_the_collector_without_texts_or_secrets()
    {
        var received = new ConcurrentDictionary<string, string>();
        await using var collector = await StartCollectorAsync(received);

        await using (var service = await RunningService.StartAsync(
            AuthenticationMode.Token, null,
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Urls.Single()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")))
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/echo") { Content = new StringContent(Body) };
            request.Headers.Authorization = new("Bearer", Token);
            using var response = await service.Client.SendAsync(request);
            Assert.Equal(Body, await response.Content.ReadAsStringAsync());
            using var failure = await service.GetAsync("/fails", ("X-API-Key", Token));
            Assert.Equal(500, (int)failure.StatusCode);
        }

        Assert.Equal(["/v1/logs", "/v1/metrics", "/v1/traces"], received.Keys.Order());
        Assert.All(received.Values, payload =>
        {
            Assert.Contains("service.name", payload, StringComparison.Ordinal);
            Assert.Contains("test-service", payload, StringComparison.Ordinal);
            Assert.DoesNotContain(Token, payload, StringComparison.Ordinal);
            Assert.DoesNotContain(Body, payload, StringComparison.Ordinal);
        });
        Assert.Contains("/echo", received["/v1/traces"], StringComparison.Ordinal);
        Assert.Contains("http.server.request.duration", received["/v1/metrics"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_exported_without_an_endpoint()
    {
        IServiceCollection? services = null;
        await using var service = await RunningService.StartAsync(AuthenticationMode.Off, builder => services = builder.Services);

        Assert.DoesNotContain(services!, descriptor =>
            descriptor.ServiceType.FullName!.StartsWith("OpenTelemetry", StringComparison.Ordinal));
    }

    private static async Task<WebApplication> StartCollectorAsync(ConcurrentDictionary<string, string> received)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.Latin1);
            var payload = await reader.ReadToEndAsync();
            received.AddOrUpdate(context.Request.Path.Value!, payload, (_, before) => before + payload);
        });
        await app.StartAsync();
        return app;
    }
}
