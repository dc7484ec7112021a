using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace AgentMemory.TestStore;

/// <summary>
/// xunit 2 as it is, but a test that throws <see cref="SkipException"/>, in itself or while it is set up, is skipped with the
/// reason rather than failed. A project of tests chooses it with
/// <c>[assembly: TestFramework("AgentMemory.TestStore.SkippingTestFramework", "AgentMemory.TestStore")]</c>.
/// </summary>
public sealed class SkippingTestFramework(IMessageSink diagnostics) : XunitTestFramework(diagnostics)
{
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) =>
        new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Executor(AssemblyName assembly, ISourceInformationProvider sources, IMessageSink diagnostics)
        : XunitTestFrameworkExecutor(assembly, sources, diagnostics)
    {
        protected override void RunTestCases(
            IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions) =>
            base.RunTestCases(testCases, new SkipSink(executionMessageSink), executionOptions);
    }
}
