using AgentMemory.ServiceDefaults.Authentication;
using AgentMemory.ServiceDefaults.Errors;
using AgentMemory.ServiceDefaults.Tests.Jwt;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentMemory.ServiceDefaults.Tests;

/// <summary>A service on the defaults, on a real Kestrel, with a few endpoints to call.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningService(WebApplication app)
    {
        _app = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Client { get; }

    public static Task<RunningService> StartAsync(
        AuthenticationMode mode, Action<WebApplicationBuilder>? configure = null, params (string Key, string? Value)[] settings) =>
        StartAsync(new AuthenticationSettings(mode, OffExplicitly: false), configure, settings);

    public static async Task<RunningService> StartAsync(
        AuthenticationSettings authentication, Action<WebApplicationBuilder>? configure = null,
        params (string Key, string? Value)[] settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Configuration.AddInMemoryCollection(
            settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 1000);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.AddWebServiceDefaults("test-service", LogLevel.Debug, authentication);
        builder.Services.AddSingleton<ITokenVerifier, ThreeTokens>();
        configure?.Invoke(builder);

        var app = builder.Build();
        app.UseWebServiceDefaults();
        app.MapGet("/me", (HttpContext context) => string.Join(
            ' ', context.User.Claims.Select(claim => $"{claim.Type}={claim.Value}")));
        app.MapGet("/open", () => "open").AllowAnonymous();
        app.MapGet("/protected/{name}", () => "in").WithMetadata(new ProtectedResource(null));
        app.MapGet("/an-hour-later", async (HttpContext context, TimeProvider time) =>
        {
            var token = context.Features.Get<PresentedToken>()!;
            var before = await token.IsStillValidAsync(context.RequestAborted);
            ((MovableTime)time).Advance(TimeSpan.FromHours(1));
            return $"{before} {await token.IsStillValidAsync(context.RequestAborted)}";
        });
        app.MapGet("/fails", void () => throw new InvalidOperationException("secret details"));
        app.MapGet("/invalid", (HttpContext context) => ErrorResponse.WriteAsync(
            context, 422, ["id", "text"], (writer, field) =>
            {
                writer.WriteStartObject();
                writer.WriteString("loc", field);
                writer.WriteEndObject();
            }));
        app.MapPost("/echo", async (HttpContext context) =>
        {
            using var reader = new StreamReader(context.Request.Body);
            await context.Response.WriteAsync(await reader.ReadToEndAsync());
        });
        await app.StartAsync();
        return new(app);
    }

    public async Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await Client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private sealed class ThreeTokens : ITokenVerifier
    {
        public ValueTask<TokenVerification> VerifyAsync(string token, CancellationToken cancellationToken) => new(token switch
        {
            "good-token" => TokenVerification.Valid(new("k7", null, null)),
            "bound-token" => TokenVerification.Valid(new("b2", ["a", "b"], ["u1"])),
            "old-token" => TokenVerification.Expired,
            _ => TokenVerification.Unknown,
        });
    }
}
