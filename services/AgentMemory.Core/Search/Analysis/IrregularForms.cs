using System.Collections.Frozen;

namespace AgentMemory.Search.Analysis;

/// <summary>English forms that no suffix rule leads back to their base: people ask "when did she go", and it says "went".</summary>
internal static class IrregularForms
{
    private static readonly FrozenDictionary<string, string> Bases = Read(
        """
        be: am is are was were been | become: became | begin: began begun | bite: bit bitten | blow: blew blown
        break: broke broken | bring: brought | build: built | buy: bought | catch: caught | choose: chose chosen | come: came
        deal: dealt | dig: dug | do: did done does | draw: drew drawn | drink: drank drunk | drive: drove driven | eat: ate eaten
        fall: fell fallen | feel: felt | fight: fought | find: found | fly: flew flown | forget: forgot forgotten
        forgive: forgave forgiven | freeze: froze frozen | get: got gotten | give: gave given | go: went gone goes | grow: grew grown
        hang: hung | have: had has | hear: heard | hide: hid hidden | hold: held | keep: kept | know: knew known | lead: led
        leave: left | lend: lent | light: lit | lose: lost | make: made | mean: meant | meet: met | pay: paid | ride: rode ridden
        ring: rang rung | rise: rose risen | run: ran | say: said | see: saw seen | seek: sought | sell: sold | send: sent
        shake: shook shaken | shoot: shot | show: shown | sing: sang sung | sit: sat | sleep: slept | speak: spoke spoken
        spend: spent | stand: stood | steal: stole stolen | stick: stuck | strike: struck | swear: swore sworn | swim: swam swum
        take: took taken | teach: taught | tear: tore torn | tell: told | think: thought | throw: threw thrown
        understand: understood | wake: woke woken | wear: wore worn | win: won | write: wrote written
        child: children | foot: feet | goose: geese | man: men | mouse: mice | person: people | tooth: teeth | woman: women
        wife: wives | knife: knives | half: halves | shelf: shelves | good: better best | bad: worse worst
        """);

    /// <summary>The base form, or the word itself.</summary>
    public static bool TryGetBase(ReadOnlySpan<char> word, out string? baseForm) =>
        Bases.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out baseForm);

    private static FrozenDictionary<string, string> Read(string table) => table
        .Split(['|', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(entry => entry.Split(':'))
        .SelectMany(entry => entry[1].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(form => (Form: form, Base: entry[0])))
        .ToFrozenDictionary(pair => pair.Form, pair => pair.Base, StringComparer.Ordinal);
}
