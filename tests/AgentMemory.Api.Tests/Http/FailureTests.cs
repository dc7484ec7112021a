using System.Net;
using System.Text.Json;
using AgentMemory.Api.Errors;
using AgentMemory.Storage.Sqlite;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentMemory.Api.Tests.Http;

public sealed class HostOnAFullDisk : ApiHost
{
    protected override SqliteStoreOptions? StoreFile => new() { DatabasePath = DatabasePath, MaximumBytes = 512 * 1024 };
}

public sealed class FailureTests(HostOnAFullDisk host) : IClassFixture<HostOnAFullDisk>
{
    [Fact, Trait("Trap", "T30")]
    public async Task A_full_disk_is_503_with_a_time_to_retry_and_loses_nothing_acknowledged()
    {
        var kept = await host.Client.SendAsync("PUT", "/v1/working-memory/kept", """{"context":"kept"}""");
        Assert.Equal(HttpStatusCode.OK, kept.Status);

        var big = $$"""{"context":"{{new string('x', 900 * 1024)}}"}""";
        var refused = await host.Client.SendAsync("PUT", "/v1/working-memory/big", big);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
        Assert.NotEmpty(refused.Detail.GetString()!);
        Assert.True(refused.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));

        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.SendAsync("GET", "/v1/working-memory/big")).Status);
        Assert.Equal("kept", (await host.Client.SendAsync("GET", "/v1/working-memory/kept")).Json.GetProperty("context").GetString());
    }

    [Fact, Trait("Spec", "1.4")]
    public async Task What_nobody_foresaw_is_500_in_JSON_and_tells_nothing_of_the_inside()
    {
        var http = new DefaultHttpContext();
        using var body = new MemoryStream();
        http.Response.Body = body;
        var handler = new ApiExceptionHandler(NullLogger<ApiExceptionHandler>.Instance);
        Assert.True(await handler.TryHandleAsync(http, new InvalidOperationException("inside"), CancellationToken.None));
        Assert.Equal(StatusCodes.Status500InternalServerError, http.Response.StatusCode);
        Assert.Equal("Internal server error", JsonDocument.Parse(body.ToArray()).RootElement.GetProperty("detail").GetString());
    }
}
