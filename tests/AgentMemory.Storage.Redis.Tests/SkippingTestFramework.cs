using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestFramework("AgentMemory.Storage.Redis.Tests.SkippingTestFramework", "AgentMemory.Storage.Redis.Tests")]

namespace AgentMemory.Storage.Redis.Tests;

/// <summary>Tells a test that threw <see cref="SkipException"/> as skipped: xunit 2 has the exception, and fails the test.</summary>
public sealed class SkippingTestFramework(IMessageSink diagnostics) : XunitTestFramework(diagnostics)
{
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) =>
        new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Executor(AssemblyName name, ISourceInformationProvider sources, IMessageSink diagnostics)
        : XunitTestFrameworkExecutor(name, sources, diagnostics)
    {
        protected override void RunTestCases(
            IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink,
            ITestFrameworkExecutionOptions executionOptions) =>
            base.RunTestCases(testCases, new Sink(executionMessageSink), executionOptions);
    }

    private sealed class Sink(IMessageSink inner) : LongLivedMarshalByRefObject, IMessageSink
    {
        private const string Mark = "$XunitDynamicSkip$";

        public bool OnMessage(IMessageSinkMessage message) => inner.OnMessage(
            message is ITestFailed failed && failed.Messages is [var reason, ..] && reason.StartsWith(Mark, StringComparison.Ordinal)
                ? new TestSkipped(failed.Test, reason[Mark.Length..])
                : message);
    }
}
