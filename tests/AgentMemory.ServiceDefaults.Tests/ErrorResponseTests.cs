using System.Net;
using AgentMemory.ServiceDefaults.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AgentMemory.ServiceDefaults.Tests;

[Trait("Spec", "1.4")]
public sealed class ErrorResponseTests
{
    [Theory]
    [InlineData("/no-such-route", HttpStatusCode.NotFound, """{"detail":"Not Found"}""")]
    [InlineData("/fails", HttpStatusCode.InternalServerError, """{"detail":"Internal server error"}""")]
    [InlineData("/invalid", HttpStatusCode.UnprocessableEntity, """{"detail":[{"loc":"id"},{"loc":"text"}]}""")]
    public async Task Every_failure_has_a_detail(string path, HttpStatusCode status, string body)
    {
        await using var service = await RunningService.StartAsync(AuthenticationMode.Off);

        using var response = await service.GetAsync(path);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(body, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_wrong_method_names_the_right_ones()
    {
        await using var service = await RunningService.StartAsync(AuthenticationMode.Off);

        using var response = await service.Client.DeleteAsync("/me");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["GET"], response.Content.Headers.Allow);
        Assert.Equal("""{"detail":"Method Not Allowed"}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_body_over_the_limit_is_413()
    {
        await using var service = await RunningService.StartAsync(AuthenticationMode.Off);

        using var response = await service.Client.PostAsync("/echo", new StringContent(new string('x', 1001)));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.StartsWith("""{"detail":"Request body too large""", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Spec", "2.1")]
    public async Task Health_answers_the_time_in_milliseconds()
    {
        await using var service = await RunningService.StartAsync(AuthenticationMode.Token);

        var now = long.Parse((await service.Client.GetStringAsync("/health"))[7..^1], null);

        Assert.InRange(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - now, 0, 60_000);
    }

    [Fact]
    public async Task A_failing_check_makes_health_503_while_the_process_stays_alive()
    {
        await using var service = await RunningService.StartAsync(AuthenticationMode.Off, builder =>
            builder.Services.AddHealthChecks().AddCheck("store", () => HealthCheckResult.Unhealthy()));

        using var health = await service.GetAsync("/health");
        using var alive = await service.GetAsync("/alive");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.Equal("""{"detail":"Not healthy: store"}""", await health.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
    }
}
