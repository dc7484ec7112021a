// One session: its messages, each with what was remembered because of it, its summary and data.
import { h, put } from "./dom.js";
import { answer, ask, ownerOf, path } from "./api.js";
import { sessionMemories } from "./session-memories.js";
import { counted, exactly, owner, title as words } from "./format.js";
import { empty, filled } from "./states.js";
import { deleteLater } from "./toasts.js";
import { byMessage, messageList } from "./messages.js";
import { memoryPlace } from "./links.js";

export const title = "Session";

export const sessionKey = session => JSON.stringify(["session", session.namespace, session.user_id, session.session_id]);

export function deleteSession(session) {
  return ask("DELETE", path(`/v1/working-memory/${encodeURIComponent(session.session_id)}`, ownerOf(session)));
}

export function show(place, { id, query, life }) {
  const whose = { namespace: query.get("namespace"), user_id: query.get("user_id") };
  const body = h("div");
  put(place, h("div", { className: "head" }, h("h1", { className: "break" }, id), h("a", { href: "#/sessions" }, "All sessions")), body);
  filled(body, load, { life, lines: 10 })();

  async function load() {
    const [{ body: session, headers }, { memories, total }] = await Promise.all([
      answer("GET", path(`/v1/working-memory/${encodeURIComponent(id)}`, whose), { signal: life }), sessionMemories(id, whose, life)]);
    const remembered = byMessage(memories);
    const shown = new Set(session.messages.map(message => message.id));
    const rest = memories.filter(memory => !(memory.extracted_from ?? []).some(source => shown.has(source)));
    return h("div", { className: "two" },
      h("section", { className: "card", "aria-label": "Messages" }, h("div", { className: "head" }, h("h2", null, "Messages"), h("span", { className: "soft small" }, counted(session.messages.length, "message"))),
        h("div", { className: "stack" },
          session.context && h("div", { className: "message assistant" }, h("header", null, h("b", null, "Summary of earlier messages")), h("p", { className: "pre" }, session.context)),
          session.messages.length > 0 ? messageList(session.messages, remembered, { isLong: true }) : empty("No messages", "This session holds memories or data only."))),
      h("div", { className: "stack wide" },
        h("section", { className: "card", "aria-label": "Facts" }, h("div", { className: "head" }, h("h2", null, "Facts")),
          h("div", { className: "stack" }, facts(session, headers.get("Session-Expires-At")), h("div", null, h("button", { type: "button", className: "danger", onClick: () => erase(session) }, "Delete")))),
        h("section", { className: "card", "aria-label": "Remembered otherwise" }, h("div", { className: "head" }, h("h2", null, "Remembered otherwise")),
          rest.length > 0 ? h("ul", { className: "list" }, rest.map(memory => h("li", null, h("a", { href: memoryPlace(memory) }, memory.text))))
            : h("p", { className: "soft" }, "Every memory of this session stands at the message it was made from."),
          total > memories.length && h("p", { className: "soft small" }, "The newest ", memories.length, " of ", total, " are shown.")),
        Object.keys(session.data).length > 0 && h("section", { className: "card", "aria-label": "Data" }, h("div", { className: "head" }, h("h2", null, "Data")), h("pre", { tabindex: 0 }, JSON.stringify(session.data, null, 2)))));
  }

  function erase(session) {
    deleteLater(sessionKey(session), "The session", { run: () => deleteSession(session), changed: () => {} });
    location.hash = "#/sessions";
  }
}

function facts(session, expires) {
  const fact = (name, value) => [h("dt", null, name), h("dd", null, value)];
  return h("dl", { className: "facts" }, fact("Whose", owner(session)), fact("Created", exactly(session.created_at)), fact("Last written", exactly(session.updated_at)),
    fact("Vanishes", expires ? exactly(expires) : "never"), fact("Strategy", words(session.long_term_memory_strategy.strategy)));
}
