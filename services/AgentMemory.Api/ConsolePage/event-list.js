// What an entry of the event log says, for people.
import { h } from "./dom.js";
import { counted, time, title, words } from "./format.js";

const SAID = {
  "session.put": "Session replaced", "session.appended": "Message appended", "session.promoted": "Session’s memories promoted",
  "session.deleted": "Session deleted", "session.expired": "Session expired", "session.summarized": "Session summed up",
  "memory.created": "Memory created", "memory.updated": "Memory changed", "memory.deleted": "Memory deleted",
  "memory.absorbed": "Memory absorbed by an equal one", "memory.embedded": "Memory embedded", "memory.merged": "Memories merged",
  "memory.unmerged": "Merge undone", "memory.forgotten": "Memory forgotten", "extraction.completed": "Messages extracted",
  "extraction.paused": "Extraction waits", "task.failed": "Task failed",
};

export function eventItem(entry, { isFresh = false } = {}) {
  return h("li", { className: isFresh ? "event fresh" : "event", "data-kind": entry.kind },
    time(entry.at), h("p", { className: entry.kind === "task.failed" ? "bad" : null }, SAID[entry.kind] ?? title(entry.kind)),
    h("p", { className: "soft small break" }, [about(entry), ...details(entry.detail)].filter(Boolean).join(" · ")));
}

function about(entry) {
  return entry.memory_id ?? entry.session_id;
}

function details(detail) {
  return Object.entries(detail ?? {}).filter(([, value]) => value !== null && value !== "").map(([name, value]) =>
    Array.isArray(value) ? `${words(name)} ${counted(value.length, "id")}` : `${words(name)} ${typeof value === "object" ? JSON.stringify(value) : value}`);
}
