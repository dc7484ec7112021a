using AgentMemory.Search;
using AgentMemory.SummaryViews;

namespace AgentMemory.Wire.Requests;

/// <param name="View">Without an id.</param>
/// <param name="Filter">What its filters mean.</param>
public sealed record NewSummaryView(SummaryView View, MemoryFilter Filter);

/// <summary>
/// Reads a CreateSummaryViewRequest (spec 4.9). Which sources, groupings and filters views have is a rule of the engine,
/// answered with 400; what they look like is checked here.
/// </summary>
public static class SummaryViewReader
{
    public static NewSummaryView Read(WireObject body)
    {
        if (!body.TryGet("source", out _))
            body.Reading.Missing("source", body.Element);
        var view = new SummaryView
        {
            Id = "",
            Name = body.Text("name"),
            Source = body.Choice("source", Vocabularies.ViewSources) is ViewSource.WorkingMemory ? "working_memory" : SummaryView.LongTerm,
            GroupBy = [.. (body.Texts("group_by") ?? []).Distinct(StringComparer.Ordinal)],
            Filters = body.FreeObject("filters") ?? Json.EmptyObject,
            TimeWindowDays = body.Integer("time_window_days", minimum: 1),
            Continuous = body.Boolean("continuous") ?? false,
            Prompt = body.Text("prompt"),
            ModelName = body.Text("model_name"),
        };
        body.Reading.Enter("filters");
        var filter = ViewFilterReader.Read(new WireObject(view.Filters, body.Reading));
        body.Reading.Leave();
        return new NewSummaryView(view, filter);
    }
}
