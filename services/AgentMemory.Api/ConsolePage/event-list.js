// What an entry of the event log says, for people.
import { h } from "./dom.js";
import { counted, time, title, words } from "./format.js";
import { memoryPlace, sessionPlace } from "./links.js";

const SAID = {
  "session.put": "Session replaced", "session.appended": "Message appended", "session.promoted": "Session’s memories promoted",
  "session.deleted": "Session deleted", "session.expired": "Session expired", "session.summarized": "Session summed up",
  "memory.created": "Memory created", "memory.updated": "Memory changed", "memory.deleted": "Memory deleted",
  "memory.absorbed": "Memory absorbed by an equal one", "memory.embedded": "Memory embedded", "memory.merged": "Memories merged",
  "memory.unmerged": "Merge undone", "memory.forgotten": "Memory forgotten", "extraction.completed": "Messages extracted",
  "extraction.paused": "Extraction waits", "task.failed": "Task failed",
};
/** Details that only programs need. */
const HIDDEN = new Set(["merge_id", "task_id"]);
const LONG = 18;

/** `owner` is whose the entry is, where that is known: only then can it lead to what it tells of. */
export function eventItem(entry, { isFresh = false, owner = null } = {}) {
  return h("li", { className: isFresh ? "event fresh" : "event", "data-kind": entry.kind },
    time(entry.at), h("p", { className: entry.kind === "task.failed" ? "bad" : null }, SAID[entry.kind] ?? title(entry.kind)),
    h("p", { className: "soft small break" }, about(entry, owner), details(entry.detail).map(detail => ` · ${detail}`)));
}

function about(entry, owner) {
  const id = entry.memory_id ?? entry.session_id ?? "";
  if (owner === null) return h("span", { title: id }, short(id));
  return h("a", { href: entry.memory_id ? memoryPlace({ id, ...owner }) : sessionPlace(id, owner), title: id }, short(id));
}

function details(detail) {
  return Object.entries(detail ?? {}).filter(([name, value]) => !HIDDEN.has(name) && !isNothing(value)).map(([name, value]) => {
    if (Array.isArray(value)) return `${words(name)} ${counted(value.length, "memory", "memories")}`;
    return `${words(name)} ${typeof value === "object" ? Object.entries(value).map(([key, part]) => `${words(key)} ${part}`).join(", ") : short(String(value))}`;
  });
}

const isNothing = value => value === null || value === "" || (typeof value === "object" && Object.keys(value).length === 0);

/** A long id as its two ends, which is what tells ids apart. */
const short = id => id.length <= LONG || id.includes(" ") ? id : `${id.slice(0, 6)}…${id.slice(-6)}`;
