namespace AgentMemory.ConsoleTests.Support;

/// <summary>One visitor's tab. Whatever the browser complains of, and whatever it asks elsewhere for, is a failure.</summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly Uri _root;
    private readonly List<string> _complaints = [];
    private readonly List<Predicate<string>> _forgiven = [];

    private Visit(IBrowserContext context, IPage page, Uri root)
    {
        (_context, Page, _root) = (context, page, root);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _complaints.Add($"{message.Text} {message.Location}");
        };
        page.PageError += (_, error) => _complaints.Add(error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(root.ToString(), StringComparison.Ordinal))
                _complaints.Add($"asks elsewhere: {request.Url}");
        };
    }

    public IPage Page { get; }

    public IReadOnlyList<string> Complaints => [.. _complaints.Where(complaint => !_forgiven.Exists(forgives => forgives(complaint)))];

    public static async Task<Visit> BeginAsync(Chromium chromium, ConsoleServer server, Look? look = null)
    {
        look ??= Look.Desktop;
        var context = await chromium.Browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = look.Width, Height = look.Height },
            ColorScheme = look.IsDark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            Locale = "en-GB",
        });
        context.SetDefaultTimeout(15_000);
        return new Visit(context, await context.NewPageAsync(), server.Root);
    }

    public Task GoAsync(string place) => Page.GotoAsync(new Uri(_root, "/console" + place).ToString());

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true });

    /// <summary>Says a turn in the playground.</summary>
    public async Task SayAsync(string text)
    {
        await Page.GetByLabel("Turn", new() { Exact = true }).FillAsync(text);
        await Button("Say it").ClickAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        Assert.Empty(Complaints);
    }

    /// <summary>For tests in which the browser has reason to complain, such as of a server that is not there.</summary>
    public void Forgive(Predicate<string> complaint) => _forgiven.Add(complaint);
}
