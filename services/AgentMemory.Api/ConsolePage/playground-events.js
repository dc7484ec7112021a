// The event log as it happens, newest on top.
import { h, put } from "./dom.js";
import { path } from "./api.js";
import { empty } from "./states.js";
import { follow } from "./stream.js";
import { eventItem } from "./event-list.js";

const KEPT = 150;
const FRESH = 2500;
const BEFORE = 50;

export function eventPanel({ life, where, happened }) {
  const list = h("ol", { className: "list events" });
  const body = h("div", { className: "body", tabindex: 0, role: "log", "aria-label": "Events" });
  const state = h("span", { className: "live", "data-state": "waiting" }, "connecting");
  let current = null;
  life.addEventListener("abort", () => current?.abort());

  function start() {
    current?.abort();
    current = new AbortController();
    const begun = Date.now();
    list.replaceChildren();
    put(body, empty("Quiet", "What happens to this user’s sessions and memories appears here as it happens."));
    const now = where();
    follow(path("/v1/events", { namespace: now.namespace, user_id: now.user, newest: BEFORE }), {
      signal: current.signal,
      onState: name => {
        state.dataset.state = name;
        put(state, { live: "live", waiting: "reconnecting", refused: "not allowed" }[name]);
      },
      onEvent: ({ kind, data }) => {
        if (kind === "gap") return add(h("li", { className: "event soft small" }, "Older entries are not kept."));
        const isFresh = new Date(data.at) >= begun - FRESH;
        const item = eventItem(data, { isFresh, owner: { namespace: now.namespace, user_id: now.user } });
        add(item);
        if (!isFresh) return;
        setTimeout(() => item.classList.remove("fresh"), FRESH);
        happened(data);
      },
    });
  }

  function add(item) {
    if (!list.isConnected) put(body, list);
    list.prepend(item);
    if (list.childElementCount > KEPT) list.lastElementChild.remove();
  }

  return {
    start,
    panel: h("section", { className: "card", "aria-labelledby": "happening" },
      h("div", { className: "head" }, h("h2", { id: "happening" }, "Events"), state), body),
  };
}
