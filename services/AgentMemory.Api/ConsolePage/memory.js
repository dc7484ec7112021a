// One memory: what it says, where it comes from, what happened to it, what it was merged from, and what is near it.
import { h, put } from "./dom.js";
import { ask } from "./api.js";
import { exactly, owner, title as words } from "./format.js";
import { tags } from "./controls.js";
import { filled } from "./states.js";
import { sessionPlace } from "./links.js";
import { deleteLater } from "./toasts.js";
import { change, keyOf, read, remove } from "./memory-changes.js";
import { lineage } from "./memory-lineage.js";
import { history } from "./memory-history.js";
import { hit } from "./hit.js";

export const title = "Memory";

const NEIGHBOURS = 6;

export function show(place, { id, query, life, again }) {
  const whose = { namespace: query.get("namespace"), user_id: query.get("user_id") };
  const body = h("div", { className: "stack wide" });
  put(place, h("div", { className: "head" }, h("h1", null, "Memory"), h("a", { href: "#/memories" }, "All memories")), body);
  const refresh = filled(body, load, { life, lines: 10 });
  refresh();

  async function load() {
    const memory = await read(id, whose, life);
    const sections = { from: h("div"), past: h("div"), near: h("div") };
    filled(sections.from, () => lineage(memory, life), { life })();
    filled(sections.past, () => history(memory, life, again), { life })();
    filled(sections.near, () => neighbours(memory, life), { life })();
    return h("div", { className: "two" },
      h("div", { className: "stack wide" }, statement(memory), section("Where it comes from", sections.from), section("What happened to it", sections.past)),
      h("div", { className: "stack wide" }, section("Facts", facts(memory)), section("Near it", sections.near)));
  }

  function statement(memory) {
    const box = h("section", { className: "card", "aria-label": "What it says" });
    draw();
    return box;

    function draw() {
      put(box, h("div", { className: "stack" },
        h("div", { className: "row" }, h("span", { className: "tag on" }, memory.memory_type), memory.pinned && h("span", { className: "tag" }, "pinned")),
        h("p", { className: "statement pre" }, memory.text),
        h("div", { className: "row" },
          h("button", { type: "button", onClick: edit }, "Edit"),
          h("button", { type: "button", onClick: async () => { memory = { ...memory, ...await change(memory, { pinned: !memory.pinned }) }; draw(); refresh(); } }, memory.pinned ? "Unpin" : "Pin"),
          h("button", { type: "button", className: "danger", onClick: erase }, "Delete"))));
    }

    function edit() {
      const text = h("textarea", { rows: 4, value: memory.text, id: "edit-text", required: true });
      const topics = h("input", { value: (memory.topics ?? []).join(", "), id: "edit-topics" });
      const entities = h("input", { value: (memory.entities ?? []).join(", "), id: "edit-entities" });
      put(box, h("form", { className: "stack", onSubmit: save },
        h("div", { className: "field" }, h("label", { for: "edit-text" }, "Text"), text),
        h("div", { className: "field" }, h("label", { for: "edit-topics" }, "Topics, with commas"), topics),
        h("div", { className: "field" }, h("label", { for: "edit-entities" }, "Entities, with commas"), entities),
        h("div", { className: "row" }, h("button", { className: "primary" }, "Save"), h("button", { type: "button", className: "plain", onClick: draw }, "Cancel"))));
      text.focus();

      async function save(event) {
        event.preventDefault();
        await change(memory, { text: text.value.trim(), topics: listed(topics), entities: listed(entities) });
        refresh();
      }
    }

    function erase() {
      deleteLater(keyOf(memory), "The memory", { run: () => remove(memory), changed: () => {} });
      location.hash = "#/memories";
    }
  }
}

const listed = input => input.value.split(",").map(value => value.trim()).filter(Boolean);

function section(name, content) {
  return h("section", { className: "card", "aria-label": name }, h("div", { className: "head" }, h("h2", null, name)), content);
}

function facts(memory) {
  const fact = (name, value) => value !== null && value !== undefined && [h("dt", null, name), h("dd", null, value)];
  return h("dl", { className: "facts" },
    fact("Whose", owner(memory)), fact("Session", memory.session_id && h("a", { href: sessionPlace(memory.session_id, memory) }, memory.session_id)),
    fact("Topics", tags(memory.topics) || "none"), fact("Entities", tags(memory.entities) || "none"),
    fact("Recalled", `× ${memory.access_count}`), fact("Created", exactly(memory.created_at)), fact("Changed", exactly(memory.updated_at)),
    fact("Last recalled", exactly(memory.last_accessed)), memory.event_date && fact("Happened", exactly(memory.event_date)),
    fact("Made by", memory.metadata?.model ?? words(memory.extraction_strategy)), fact("Id", h("span", { className: "mono" }, memory.id)));
}

async function neighbours(memory, signal) {
  const found = await ask("POST", "/v1/long-term-memory/search", { signal, body: {
    text: memory.text, limit: NEIGHBOURS + 1, distance_threshold: 2, recency_boost: false,
    namespace: { eq: memory.namespace ?? "" }, user_id: { eq: memory.user_id ?? "" } } });
  const near = found.memories.filter(other => other.id !== memory.id).slice(0, NEIGHBOURS);
  return near.length > 0 ? h("ol", { className: "list" }, near.map(other => hit(other))) : h("p", { className: "soft" }, "No other memory of the same owner is like it.");
}
