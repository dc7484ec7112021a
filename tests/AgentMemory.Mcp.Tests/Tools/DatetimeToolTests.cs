using AgentMemory.Mcp.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Mcp.Tests.Tools;

public sealed class DatetimeToolTests(DatetimeToolTests.Host host) : IClassFixture<DatetimeToolTests.Host>
{
    /// <summary>T64.</summary>
    [Fact]
    public async Task Unix_seconds_and_ISO_time_are_the_same_moment_wherever_the_server_is()
    {
        await using var connection = await host.ConnectAsync();

        var answer = (await connection.CallAsync("get_current_datetime")).Structured;

        Assert.Equal("2024-08-14T21:59:59Z", answer.GetProperty("iso_utc").GetString());
        Assert.Equal(1_723_672_799, answer.GetProperty("unix_ts").GetInt64());
    }

    [Fact]
    public async Task Text_is_indented_by_two_spaces_and_its_lines_end_alike_everywhere()
    {
        await using var connection = await host.ConnectAsync();

        var answer = await connection.CallAsync("get_current_datetime");

        Assert.Equal("{\n  \"iso_utc\": \"2024-08-14T21:59:59Z\",\n  \"unix_ts\": 1723672799\n}", answer.Text);
    }

    public sealed class Host : McpHost
    {
        protected override void Configure(IServiceCollection services) => services.AddSingleton<TimeProvider>(new InSeoul());
    }

    /// <summary>A server whose own zone is not UTC.</summary>
    private sealed class InSeoul : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone { get; } =
            TimeZoneInfo.CreateCustomTimeZone("Seoul", TimeSpan.FromHours(9), "Seoul", "Seoul");

        public override DateTimeOffset GetUtcNow() =>
            new DateTimeOffset(2024, 8, 15, 6, 59, 59, 750, TimeSpan.FromHours(9)).ToUniversalTime();
    }
}
