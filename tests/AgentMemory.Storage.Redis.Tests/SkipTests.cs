using AgentMemory.TestStore;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace AgentMemory.Storage.Redis.Tests;

/// <summary>What of a test's failures is a skip: a missing Redis must hide no failure.</summary>
public sealed class SkipTests
{
    private static readonly string Skip = SkipException.ForSkip("no Redis").Message;

    [Fact]
    public void A_skip_that_is_thrown_is_one_with_its_reason()
    {
        Assert.Equal("no Redis", Assert.IsType<TestSkipped>(Pass([Skip], [-1]), exactMatch: false).Reason);
        Assert.Equal("no Redis", Assert.IsType<TestSkipped>(Pass(["The fixture threw", Skip], [-1, 0]), exactMatch: false).Reason);
    }

    [Fact]
    public void A_failure_stays_one_also_beside_a_skip()
    {
        Assert.IsType<TestFailed>(Pass(["Assert.True() Failure"], [-1]));
        Assert.IsType<TestFailed>(Pass(["One or more errors occurred.", Skip, "It cannot be disposed of"], [-1, 0, 0]));
    }

    /// <param name="parents">Of each exception, the one it is within, or -1.</param>
    private static IMessageSinkMessage Pass(string[] messages, int[] parents)
    {
        var passedOn = new Recorder();
        var failed = new TestFailed(
            TestFor(passedOn), 0, "", new string[messages.Length], messages, new string[messages.Length], parents);
        Assert.True(new SkipSink(passedOn).OnMessage(failed));
        return Assert.Single(passedOn.Messages);
    }

    private static XunitTest TestFor(IMessageSink sink)
    {
        var collection = new TestCollection(new TestAssembly(Reflector.Wrap(typeof(SkipTests).Assembly)), null, "tests");
        var method = new TestMethod(
            new TestClass(collection, Reflector.Wrap(typeof(SkipTests))),
            Reflector.Wrap(typeof(SkipTests).GetMethod(nameof(A_failure_stays_one_also_beside_a_skip))));
        return new(new XunitTestCase(sink, TestMethodDisplay.Method, TestMethodDisplayOptions.None, method), "a test");
    }

    private sealed class Recorder : LongLivedMarshalByRefObject, IMessageSink
    {
        public List<IMessageSinkMessage> Messages { get; } = [];

        public bool OnMessage(IMessageSinkMessage message)
        {
            Messages.Add(message);
            return true;
        }
    }
}
