// Working memory of the playground's session: how full it is, how long it lives, its summary, messages and data.
import { h, put } from "./dom.js";
import { answer, path } from "./api.js";
import { duration } from "./format.js";
import { empty, filled } from "./states.js";
import { bar } from "./explanation.js";
import { messageList } from "./messages.js";

const SECOND = 1000;

export function sessionPanel({ life, where, settings, gone }) {
  const body = h("div", { className: "body", tabindex: 0, role: "group", "aria-label": "Working memory" });
  const remaining = h("span", { className: "tag" });
  const waits = h("p", { className: "soft small", hidden: true });
  let expiry = null;
  let extraction = null;
  let isShown = false;
  const refresh = filled(body, load, { life });
  const ticking = setInterval(tick, SECOND);
  life.addEventListener("abort", () => clearInterval(ticking));

  async function load() {
    const now = where();
    if (!now.isWritten) return nothing();
    const { body: session, headers } = await answer("GET", path(`/v1/working-memory/${encodeURIComponent(now.session)}`, {
      user_id: now.user, namespace: now.namespace, context_window_max: now.window }), { signal: life, accepts: [404] });
    if (session.messages === undefined) {
      gone();
      return nothing();
    }
    isShown = true;
    expiry = headers.get("Session-Expires-At");
    expiry = expiry === null ? null : new Date(expiry);
    extraction = session.messages.some(message => message.discrete_memory_extracted === "f" && message.metadata?.source !== "system")
      ? new Date(new Date(session.messages.at(-1).created_at).getTime() + (settings.extraction_debounce_seconds ?? 0) * SECOND) : null;
    tick();
    const used = (session.context_percentage_total_used ?? 0) / 100;
    return h("div", { className: "stack" },
      h("div", { className: "stack tight" },
        h("p", { className: "row spread small soft" }, h("span", null, "Context used"), h("span", { className: "mono" }, `${(used * 100).toFixed(1)} %`)),
        bar(used, { isFull: used >= (settings.summarization_threshold ?? 1), label: "Context used" }), waits),
      session.context && h("div", { className: "stack tight" }, h("h3", null, "Summary of earlier messages"), h("p", { className: "pre" }, session.context)),
      messageList(session.messages),
      Object.keys(session.data).length > 0 && h("div", { className: "stack tight" }, h("h3", null, "Data"), h("pre", { tabindex: 0 }, JSON.stringify(session.data, null, 2))));
  }

  function nothing() {
    [expiry, extraction, isShown] = [null, null, false];
    tick();
    return empty("A new session", "It is created by the first turn that you say, and vanishes by itself.");
  }

  function tick() {
    const left = expiry === null ? null : (expiry - Date.now()) / SECOND;
    put(remaining, left === null ? isShown ? "no expiry" : "not yet written" : left > 0 ? `lives ${duration(left)}` : "expired");
    if (left !== null && left <= 0 && isShown) {
      gone();
      refresh();
    }
    const wait = extraction === null ? null : (extraction - Date.now()) / SECOND;
    waits.hidden = wait === null;
    put(waits, wait === null ? "" : wait > 0 ? `Extraction looks at what is new in ${duration(wait)}` : "Extraction is looking at what is new");
  }

  return {
    refresh,
    panel: windowChoice => {
      windowChoice.setAttribute("aria-label", "Context window");
      return h("section", { className: "card", "aria-labelledby": "working" },
        h("div", { className: "head" }, h("h2", { id: "working" }, "Working memory"), remaining),
        h("div", { className: "row spread top" }, h("span", { className: "label" }, "Context window"), windowChoice), body);
    },
  };
}
