// All memories: searched in every mode, filtered, paged by the server, and edited where they stand. The address holds what is asked.
import { h, put } from "./dom.js";
import { ask, path } from "./api.js";
import { counted, milliseconds } from "./format.js";
import { choice, field, pager } from "./controls.js";
import { empty, filled } from "./states.js";
import { deletions } from "./toasts.js";
import { memoryRow } from "./memory-row.js";

export const title = "Memories";

const LIMIT = 25;
const MODES = [["semantic", "By meaning"], ["keyword", "By words"], ["hybrid", "By both"]];
const TYPES = [["", "Any"], ["semantic", "Semantic"], ["episodic", "Episodic"], ["message", "Message"]];

export function show(place, { query, life }) {
  const asked = name => query.get(name) ?? "";
  const controls = {
    text: h("input", { type: "search", value: asked("text"), placeholder: "What is it about?" }),
    mode: choice(MODES, asked("mode") || "semantic"),
    type: choice(TYPES, asked("type")),
    namespace: h("input", { value: asked("namespace"), autocomplete: "off", spellcheck: "false" }),
    user: h("input", { value: asked("user"), autocomplete: "off", spellcheck: "false" }),
    session: h("input", { value: asked("session"), autocomplete: "off", spellcheck: "false" }),
    topic: h("input", { value: asked("topic"), autocomplete: "off" }),
    from: h("input", { type: "date", value: asked("from") }),
    to: h("input", { type: "date", value: asked("to") }),
  };
  const list = h("div");
  const speed = h("span", { className: "soft small" });
  const offset = Number(asked("offset")) || 0;
  const isFiltered = [...query.keys()].some(name => name !== "offset" && name !== "mode");
  const form = h("form", { className: "card", role: "search", "aria-label": "Memories", onSubmit: event => { event.preventDefault(); go(0); } },
    h("div", { className: "ask" }, field("Search", controls.text), field("How", controls.mode),
      h("div", { className: "row" }, isFiltered && h("button", { type: "button", className: "plain", onClick: () => { location.hash = "#/memories"; } }, "Clear"),
        h("button", { className: "primary" }, "Search"))),
    h("details", { className: "more", open: [...query.keys()].some(name => !["text", "mode", "offset"].includes(name)) || matchMedia("(min-width: 56rem)").matches }, h("summary", null, "Filters"), h("div", { className: "filters" },
      field("Type", controls.type), field("Namespace", controls.namespace), field("User", controls.user), field("Session", controls.session),
      field("Topic", controls.topic), field("Created from", controls.from), field("Created until", controls.to))));
  put(place, h("div", { className: "head" }, h("h1", null, "Memories"), speed), form, h("section", { className: "card", "aria-label": "Found memories" }, list));
  for (const control of [controls.mode, controls.type]) control.addEventListener("change", () => go(0));

  const refresh = filled(list, load, { life, lines: 12 });
  refresh();
  deletions.addEventListener("end", refresh, { signal: life });

  async function load() {
    const begun = performance.now();
    const found = await ask("POST", "/v1/long-term-memory/search", { body: request(), signal: life });
    put(speed, `${counted(found.total, "memory", "memories")} in ${milliseconds(performance.now() - begun)}`);
    if (found.memories.length === 0) return nothing(found.total);
    const isRanked = asked("text") !== "";
    const context = { isRanked, life };
    return [
      h("table", { className: "cards" },
        h("thead", null, h("tr", null, column("Memory", "44%"), column("Type"), column("Whose"), column("Created"), isRanked ? column("Distance", null, "number") : column("Recalled", null, "number"), column("Actions", null, "number"))),
        h("tbody", null, found.memories.map(memory => memoryRow(memory, context)))),
      pager({ offset, limit: LIMIT, total: pageable(found), shown: found.memories.length, go }),
    ];
  }

  /** A search by nearness tells how many memories there are to search; pages go as far as there are hits. */
  function pageable(found) {
    return found.next_offset === null && asked("text") !== "" ? offset + found.memories.length : found.total;
  }

  function request() {
    const is = value => value === "" ? undefined : { eq: value };
    const mode = asked("mode") || "semantic";
    const created = { ...asked("from") && { gte: `${asked("from")}T00:00:00Z` }, ...asked("to") && { lte: `${asked("to")}T23:59:59.999999Z` } };
    return {
      text: asked("text"), search_mode: mode, limit: LIMIT, offset, recency_boost: false, explain: asked("text") !== "" || undefined,
      ...mode === "semantic" && asked("text") !== "" && { distance_threshold: 2 },
      memory_type: is(asked("type")), namespace: is(asked("namespace")), user_id: is(asked("user")), session_id: is(asked("session")),
      topics: asked("topic") === "" ? undefined : { any: [asked("topic")] }, created_at: Object.keys(created).length > 0 ? created : undefined,
    };
  }

  function nothing(total) {
    if (offset > 0) return empty("This page is past the end", "Memories may have gone meanwhile.", h("button", { type: "button", onClick: () => go(0) }, "Go to the first page"));
    return isFiltered || total > 0
      ? empty("Nothing is found", "Search for less, or in another way: by words finds the very words, by meaning also what is said otherwise.", h("button", { type: "button", onClick: () => { location.hash = "#/memories"; } }, "Show all memories"))
      : empty("Nothing is remembered yet", "Memories come from conversations, and from clients that write them. Try it in the playground.", h("a", { href: "#/playground" }, "Open the playground"));
  }

  function go(start) {
    const values = Object.fromEntries(Object.entries(controls).map(([name, control]) => [name, control.value.trim()]));
    if (values.mode === "semantic") values.mode = "";
    const target = path("#/memories", { ...values, offset: start || "" });
    if (location.hash === target) refresh();
    else location.hash = target;
  }
}

function column(name, width, className) {
  const cell = h("th", { scope: "col", className }, name);
  if (width) cell.style.width = width;
  return cell;
}
