using AgentMemory.Wire.Requests;

namespace AgentMemory.Api.Tests.Http;

/// <summary>What <c>RECALL_DISTANCE_THRESHOLD</c> cuts off, and what it leaves alone.</summary>
public sealed class RecallThresholdTests(RecallThresholdTests.Cutting host) : IClassFixture<RecallThresholdTests.Cutting>
{
    public sealed class Cutting : ApiHost
    {
        protected override ApiOptions Api => new() { Reading = new ReadingOptions { RecallDistanceThreshold = 0.2 } };

        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            await Client.SendAsync(
                "POST", "/v1/long-term-memory/",
                """{"memories":[{"id":"near","text":"green tea in the morning"},{"id":"far","text":"tea"},{"id":"other","text":"the morning train was late again today"}]}""");
        }
    }

    [Theory]
    [InlineData("""{"text":"green tea"}""", 1)]
    [InlineData("""{"text":"green tea","distance_threshold":2}""", 2)]
    [InlineData("""{"text":"green tea","search_mode":"keyword"}""", 2)]
    [InlineData("""{"text":""}""", 3)]
    public async Task A_semantic_search_that_names_none_is_cut_off(string search, int found)
    {
        var answer = (await host.Client.SendAsync("POST", "/v1/long-term-memory/search", search)).Json;
        Assert.Equal(found, answer.GetProperty("memories").GetArrayLength());
    }
}
