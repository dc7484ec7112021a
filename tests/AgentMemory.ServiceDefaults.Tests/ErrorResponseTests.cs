using System.Net;
using AgentMemory.ServiceDefaults.Authentication;

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
        var body = await response.Content.ReadAsStringAsync();
        Assert.StartsWith("""{"detail":"Request body too large""", body, StringComparison.Ordinal);
    }
}
