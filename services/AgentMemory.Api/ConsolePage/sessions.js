// All sessions, newest first, paged by the server.
import { h, put } from "./dom.js";
import { ask, path } from "./api.js";
import { count, owner, when } from "./format.js";
import { field, iconButton, pager } from "./controls.js";
import { empty, filled } from "./states.js";
import { sessionPlace } from "./links.js";
import { deleteLater, deletions, isGoing } from "./toasts.js";
import { deleteSession, sessionKey } from "./session.js";

export const title = "Sessions";

const LIMIT = 25;

export function show(place, { query, life }) {
  const offset = Number(query.get("offset")) || 0;
  const namespace = h("input", { value: query.get("namespace") ?? "", autocomplete: "off", spellcheck: "false" });
  const user = h("input", { value: query.get("user") ?? "", autocomplete: "off", spellcheck: "false" });
  const list = h("div");
  put(place, h("div", { className: "head" }, h("h1", null, "Sessions")),
    h("form", { className: "card", role: "search", "aria-label": "Sessions", onSubmit: event => { event.preventDefault(); go(0); } },
      h("div", { className: "filters" }, field("Namespace", namespace), field("User", user), h("div", { className: "row" }, h("button", { className: "primary" }, "Show")))),
    h("section", { className: "card", "aria-label": "Listed sessions" }, list));
  const refresh = filled(list, load, { life, lines: 12 });
  refresh();
  deletions.addEventListener("end", refresh, { signal: life });

  async function load() {
    const { sessions, total } = await ask("GET", path("/v1/sessions", {
      namespace: query.get("namespace"), user_id: query.get("user"), limit: LIMIT, offset: offset || null }), { signal: life });
    if (sessions.length === 0) {
      return total > 0 || offset > 0 ? empty("This page is past the end", "Sessions may have vanished meanwhile.", h("button", { type: "button", onClick: () => go(0) }, "Go to the first page"))
        : empty("No sessions", "A session is created by its first message and vanishes when its time is over. Try one in the playground.", h("a", { href: "#/playground" }, "Open the playground"));
    }
    const heading = (name, className) => h("th", { scope: "col", className }, name);
    return [
      h("table", { className: "cards" },
        h("thead", null, h("tr", null, heading("Session"), heading("Whose"), heading("Messages", "number"), heading("Last written"), heading("Vanishes"), heading("Actions", "number"))),
        h("tbody", null, sessions.map(session => row(session)))),
      pager({ offset, limit: LIMIT, total, shown: sessions.length, go }),
    ];
  }

  function row(session) {
    const isBeingDeleted = isGoing(sessionKey(session));
    return h("tr", { className: isBeingDeleted ? "going" : null },
      h("td", null, h("a", { href: sessionPlace(session.session_id, session), className: "text break" }, session.session_id), session.summarized && h("span", { className: "tag" }, "summed up")),
      h("td", { "data-name": "Whose", className: "soft" }, owner(session)),
      h("td", { "data-name": "Messages", className: "number" }, count(session.message_count)),
      h("td", { "data-name": "Last written", className: "soft" }, when(session.updated_at)),
      h("td", { "data-name": "Vanishes", className: "soft" }, session.expires_at ? when(session.expires_at) : "never"),
      h("td", null, h("div", { className: "actions" }, iconButton("delete", "Delete", { disabled: isBeingDeleted, onClick: () => erase(session) }))));
  }

  function erase(session) {
    deleteLater(sessionKey(session), "The session", { run: () => deleteSession(session), changed: () => { if (!life.aborted) refresh(); } });
  }

  function go(start) {
    const target = path("#/sessions", { namespace: namespace.value.trim(), user: user.value.trim(), offset: start || "" });
    if (location.hash === target) refresh();
    else location.hash = target;
  }
}
