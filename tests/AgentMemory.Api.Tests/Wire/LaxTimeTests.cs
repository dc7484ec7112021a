namespace AgentMemory.Api.Tests.Wire;

[Trait("Spec", "1.2")]
public sealed class LaxTimeTests
{
    [Theory]
    [InlineData("2026-01-31T10:04:07Z", "2026-01-31T10:04:07.0000000Z")]
    [InlineData("2026-01-31t10:04:07z", "2026-01-31T10:04:07.0000000Z")]
    [InlineData("2026-01-31 10:04", "2026-01-31T10:04:00.0000000Z")]
    [InlineData("2026-01-31T10:04:07.7957109876Z", "2026-01-31T10:04:07.7957100Z")]
    [InlineData("2026-01-31T10:04:07.5", "2026-01-31T10:04:07.5000000Z")]
    [InlineData("2026-01-31T10:04:07+05:30", "2026-01-31T04:34:07.0000000Z")]
    [InlineData("2026-01-31T10:04:07-0800", "2026-01-31T18:04:07.0000000Z")]
    [InlineData("2026-01-31", "2026-01-31T00:00:00.0000000Z")]
    [InlineData("1769853847", "2026-01-31T10:04:07.0000000Z")]
    [InlineData("1769853847.25", "2026-01-31T10:04:07.2500000Z")]
    [InlineData("1769853847000", "2026-01-31T10:04:07.0000000Z")]
    [InlineData("-1", "1969-12-31T23:59:59.0000000Z")]
    [InlineData("20000000000", "2603-10-11T11:33:20.0000000Z")]
    [InlineData("20000000001", "1970-08-20T11:33:20.0010000Z")]
    public void A_time_is_read_in_every_form_clients_send(string text, string expected)
    {
        Assert.True(LaxTime.TryParse(text, out var time));
        Assert.Equal(expected, time.UtcDateTime.ToString("O"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2026-02-30")]
    [InlineData("2026-01-31T25:00:00Z")]
    [InlineData("2026-01-31T10:04:60Z")]
    [InlineData("2026-01-31T10:04:07.Z")]
    [InlineData("2026-01-31T10")]
    [InlineData("2026-01-31T10:04:07+5")]
    [InlineData("2026-01-31T10:04:07+05:3")]
    [InlineData("2026-01-31X10:04:07")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("9999-12-31T23:59:59-01:00")]
    [InlineData("99999999999999999999999999999999999")]
    [InlineData("1e9")]
    public void What_is_no_time_is_refused(string text) => Assert.False(LaxTime.TryParse(text, out _));
}
