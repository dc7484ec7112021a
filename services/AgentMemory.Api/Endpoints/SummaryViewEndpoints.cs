using AgentMemory.Api.Http;
using AgentMemory.Api.Requests;
using AgentMemory.Hosting;
using AgentMemory.SummaryViews;
using AgentMemory.Wire.Answers;
using AgentMemory.Wire.Requests;

namespace AgentMemory.Api.Endpoints;

/// <summary>Summary views (spec 2.14). Routes are in <see cref="SummaryViewRoutes"/>.</summary>
internal sealed class SummaryViewEndpoints(SummaryViewService views, Readings readings)
{
    public async Task Create(HttpContext http)
    {
        var request = await JsonBody.ReadAsync(http, readings.Begin(), SummaryViewReader.Read);
        var view = await views.CreateAsync(CallerScope.Of(http.User), request.View, request.Filter, http.RequestAborted);
        await Reply.With(http, view);
    }

    public async Task List(HttpContext http) => await Reply.With(http, await views.ListAsync(CallerScope.Of(http.User), http.RequestAborted));

    public async Task Get(HttpContext http)
    {
        var id = ViewId(http);
        await Reply.With(http, await views.GetAsync(CallerScope.Of(http.User), id, http.RequestAborted));
    }

    public async Task Delete(HttpContext http)
    {
        var id = ViewId(http);
        await views.DeleteAsync(CallerScope.Of(http.User), id, http.RequestAborted);
        await Reply.With(http, new StatusAnswer("ok"));
    }

    public async Task RunPartition(HttpContext http)
    {
        var reading = readings.Begin();
        var id = PathId.Read(http, "view_id", reading);
        var group = await JsonBody.ReadAsync(http, reading, GroupReader.Read);
        await Reply.With(http, await views.RunPartitionAsync(CallerScope.Of(http.User), id, group, http.RequestAborted));
    }

    public async Task ListPartitions(HttpContext http)
    {
        var reading = readings.Begin();
        var id = PathId.Read(http, "view_id", reading);
        var group = GroupQueryReader.Read(new QueryReader(http.Request, reading));
        reading.ThrowIfInvalid();
        await Reply.With(http, await views.ListPartitionsAsync(CallerScope.Of(http.User), id, group, http.RequestAborted));
    }

    public async Task Run(HttpContext http)
    {
        var reading = readings.Begin();
        var id = PathId.Read(http, "view_id", reading);
        var taskId = await JsonBody.ReadAsync(http, reading, static body => body.Id("task_id"));
        await Reply.With(http, TaskAnswer.Of(await views.RunAsync(CallerScope.Of(http.User), id, taskId, http.RequestAborted)));
    }

    private string ViewId(HttpContext http)
    {
        var reading = readings.Begin();
        var id = PathId.Read(http, "view_id", reading);
        reading.ThrowIfInvalid();
        return id;
    }
}
