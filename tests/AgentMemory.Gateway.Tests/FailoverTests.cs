using AgentMemory.Gateway.Tests.Support;

namespace AgentMemory.Gateway.Tests;

public sealed class FailoverTests
{
    [Fact]
    public async Task A_stopped_replica_costs_no_request()
    {
        await using var site = await GatewaySite.StartAsync(2, 1, [], []);
        await site.AskAsync("GET", "/v1/working-memory/");
        await site.Apis[0].StopAsync();

        for (var round = 0; round < 30; round++)
        {
            var (status, body) = await site.AskAsync("PUT", $"/v1/working-memory/s{round}", """{"messages":[]}""");
            Assert.True(status == 200, $"{round}: {status} {body}");
        }
    }

    [Fact]
    public async Task Without_any_the_answer_is_503_and_when_to_ask_again()
    {
        await using var site = await GatewaySite.StartAsync();
        await site.Apis[0].StopAsync();

        for (var round = 0; round < 3; round++)
        {
            using var refused = await site.SendAsync("PUT", "/v1/working-memory/s", """{"messages":[]}""");
            Assert.Equal(503, (int)refused.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(5), refused.Headers.RetryAfter?.Delta);
            Assert.Equal("""{"detail":"No service answers: try again later"}""", await refused.Content.ReadAsStringAsync());
        }

        Assert.Equal(200, (await site.AskAsync("GET", "/alive")).Status);
        for (var patience = 0; (await site.AskAsync("GET", "/health")).Status != 503; patience++)
        {
            Assert.True(patience < 300, "The gateway still says that it is well");
            await Task.Delay(100);
        }
    }
}
