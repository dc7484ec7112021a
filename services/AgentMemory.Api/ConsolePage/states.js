// What a panel shows when it has nothing to show: that it loads, that there is nothing, or what went wrong, and what to do next.
import { h, put } from "./dom.js";
import { Unreachable, connection } from "./api.js";

export function empty(heading, advice, ...actions) {
  return h("div", { className: "nothing" }, h("p", { className: "nothing-heading" }, heading), h("p", null, advice),
    actions.length > 0 && h("div", { className: "row center" }, actions));
}

export function loading(lines = 4) {
  return h("div", { className: "loading", role: "status" }, h("span", { className: "unseen" }, "Loading"),
    Array.from({ length: lines }, () => h("i", { "aria-hidden": "true" })));
}

export function failed(failure, again) {
  const advice = failure instanceof Unreachable
    ? "It may be restarting. This page tries again by itself; nothing you see is lost."
    : failure.status === 403 ? "The token does not reach there: name a namespace or user that it is bound to."
    : "Change what was asked for, or try again.";
  return h("div", { className: "nothing failed", role: "alert" },
    h("p", { className: "nothing-heading" }, failure.message), h("p", null, advice),
    again && h("div", { className: "row center" }, h("button", { type: "button", onClick: again }, "Try again")));
}

/**
 * Keeps a panel filled: shows that it loads only while there is nothing to show yet, and an error in its stead. What is asked for
 * later wins, in whatever order answers come. When the server comes back it is asked again, until `life` ends.
 */
export function filled(panel, load, { life, lines = 4 }) {
  let turn = 0;
  let isShown = false;
  connection.addEventListener("state", ({ detail }) => detail === "here" && turn > 0 && refresh(), { signal: life });
  async function refresh() {
    const mine = ++turn;
    if (!isShown) put(panel, loading(lines));
    panel.setAttribute("aria-busy", "true");
    try {
      const content = await load();
      if (mine !== turn) return;
      isShown = true;
      put(panel, content);
    } catch (failure) {
      if (mine !== turn || failure.name === "AbortError") return;
      if (failure.status === 401) return; // The whole page asks for a token now.
      if (!(failure instanceof Unreachable && isShown)) put(panel, failed(failure, refresh));
      if (!(failure instanceof Unreachable)) isShown = false;
    } finally {
      if (mine === turn) panel.removeAttribute("aria-busy");
    }
  }
  return refresh;
}
