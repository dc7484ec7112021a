// What happened to a memory, and what it was merged from, which can be undone.
import { h } from "./dom.js";
import { ask, ownerOf, path } from "./api.js";
import { counted, exactly, words } from "./format.js";
import { toast } from "./toasts.js";
import { eventItem } from "./event-list.js";

const SHOWN = 200;
const ORIGINALS = 4;

export async function history(memory, signal, again) {
  const base = `/v1/long-term-memory/${encodeURIComponent(memory.id)}`;
  const [{ events, complete }, { merges }] = await Promise.all([
    ask("GET", path(`${base}/history`, { ...ownerOf(memory), limit: SHOWN }), { signal }),
    ask("GET", path(`${base}/merges`, ownerOf(memory)), { signal }),
  ]);
  return h("div", { className: "stack wide" },
    merges.length > 0 && h("div", { className: "stack" }, h("h3", null, "Merges"), merges.map(merge => mergeItem(merge, again))),
    events.length === 0 ? h("p", { className: "soft" }, "Nothing is logged of it any more.")
      : h("ol", { className: "list events" }, events.toReversed().map(entry => eventItem(entry))),
    !complete && h("p", { className: "soft small" }, "Older entries are not kept."));
}

function mergeItem(merge, again) {
  return h("div", { className: "message" },
    h("header", null, h("b", null, words(merge.reason)), exactly(merge.at), merge.model && h("span", null, `by ${merge.model}`)),
    h("p", null, "Became: ", merge.survivor.text),
    h("ul", { className: "list small soft" }, merge.originals.slice(0, ORIGINALS).map(original => h("li", null, original.text)),
      merge.originals.length > ORIGINALS && h("li", null, `and ${counted(merge.originals.length - ORIGINALS, "more memory", "more memories")}`)),
    merge.undone_at ? h("p", { className: "soft small" }, "Undone ", exactly(merge.undone_at))
      : h("div", null, h("button", { type: "button", onClick: undo }, "Undo this merge")));

  async function undo() {
    try {
      await ask("POST", `/v1/long-term-memory/merges/${encodeURIComponent(merge.id)}/undo`);
      toast("The merge is undone: its memories are there again.");
      again();
    } catch (failure) {
      toast(failure.message, { isError: true });
    }
  }
}
