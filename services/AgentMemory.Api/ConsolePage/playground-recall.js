// What a turn recalls. All hits are asked for, and the cut-off decides here which an agent would get, so that it can be slid.
import { h, put } from "./dom.js";
import { ask } from "./api.js";
import { counted, fraction, milliseconds } from "./format.js";
import { empty, filled } from "./states.js";
import { hit } from "./hit.js";

const LIMIT = 20;
const WIDEST = 1;

export function recallPanel({ life, where, settings, query }) {
  const fallback = settings.recall_distance_threshold ?? null;
  const body = h("div", { className: "body", tabindex: 0, role: "group", "aria-label": "Recalled memories" });
  const speed = h("span", { className: "soft small" });
  const output = h("output", { className: "mono small" });
  const slider = h("input", { type: "range", min: 0, max: WIDEST, step: 0.01, value: Math.min(WIDEST, fallback ?? WIDEST), id: "cut-off", onInput: show });
  let said = "";
  let hits = null;
  const list = h("div");
  const refresh = filled(body, load, { life });

  async function load() {
    const text = query() || said;
    if (text === "") {
      hits = null;
      put(speed);
      show();
      return empty("Nothing was said yet", "Type a turn: what it recalls appears while you type. Load the samples to have something to find.");
    }
    const now = where();
    const begun = performance.now();
    // The widest distance there is, so that a default of the server's leaves nothing out.
    const found = await ask("POST", "/v1/long-term-memory/search", { signal: life, body: {
      text, limit: LIMIT, user_id: { eq: now.user }, namespace: { eq: now.namespace }, distance_threshold: 2, explain: true } });
    put(speed, `${milliseconds(performance.now() - begun)} for ${counted(found.total, "match", "matches")}`);
    hits = found.memories.toSorted((a, b) => a.dist - b.dist);
    show();
    return list;
  }

  function show() {
    const cut = Number(slider.value);
    put(output, cut >= WIDEST ? "everything" : fraction(cut));
    if (hits === null) return;
    const isIn = memory => cut >= WIDEST || memory.dist <= cut;
    const inside = hits.filter(isIn);
    const outside = hits.filter(memory => !isIn(memory));
    put(list, hits.length === 0 ? empty("Nothing is recalled", "No memory of this user shares a meaning or a word with the turn. Say something, or load the samples.")
      : h("ol", { className: "list" }, inside.map(memory => hit(memory, { settings })),
        outside.length > 0 && h("li", { className: "cut" }, `${outside.length} beyond the cut-off`),
        outside.map(memory => hit(memory, { isOut: true, settings }))));
  }

  show();
  return {
    refresh,
    /** What is recalled for once the text field is empty. */
    keep: text => { said = text; },
    panel: h("section", { className: "card", "aria-labelledby": "recalled" },
      h("div", { className: "head" }, h("h2", { id: "recalled" }, "Recalled"), speed),
      h("div", { className: "stack tight top" },
        h("div", { className: "row spread" }, h("label", { for: "cut-off" }, "Cut-off: largest distance"), output), slider,
        h("p", { className: "soft small" }, fallback === null ? "By default this server cuts nothing off." : `By default this server cuts off at ${fraction(fallback)}.`)),
      body),
  };
}
