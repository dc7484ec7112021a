// A memory as a search found it: how near it is, what that is made of, and where it comes from.
import { h } from "./dom.js";
import { counted, duration, fraction, when } from "./format.js";
import { tags } from "./controls.js";
import { memoryPlace, sessionPlace } from "./links.js";
import { bar, explained } from "./explanation.js";

const DAY = 86400;

export function hit(memory, { isOut = false, settings = {} } = {}) {
  return h("li", { className: isOut ? "hit out" : "hit", "data-id": memory.id, "data-distance": memory.dist },
    h("div", { className: "row" },
      h("span", { className: "tag on" }, memory.memory_type), memory.pinned && h("span", { className: "tag" }, "pinned"),
      memory.access_count > 0 && h("span", { className: "tag", title: "How often it was said again or recalled" }, `× ${memory.access_count}`),
      h("span", { className: "score", title: `Found by ${memory.score_type ?? "listing"}` }, `distance ${fraction(memory.dist)}`)),
    h("a", { href: memoryPlace(memory), className: "text break" }, memory.text),
    bar(1 - memory.dist),
    h("p", { className: "soft small break" }, sources(memory), lifetime(memory, settings)),
    tags(memory.topics), explained(memory));
}

export function sources(memory) {
  const from = memory.extracted_from ?? [];
  const place = memory.session_id && h("a", { href: sessionPlace(memory.session_id, memory) }, memory.session_id);
  if (from.length > 0) return ["From ", counted(from.length, "message"), place && [" of ", place], " · ", when(memory.created_at)];
  return [place ? ["Written in ", place] : "Written directly", " · ", when(memory.created_at)];
}

/** When a memory of its type goes by itself, as the server is set. */
function lifetime(memory, settings) {
  const days = settings[`${memory.memory_type}_memory_ttl_days`];
  if (days === null || days === undefined || memory.pinned) return null;
  const left = (new Date(memory.created_at) - Date.now()) / 1000 + days * DAY;
  return left > 0 ? ` · kept for ${duration(left)} more` : " · its time is over";
}
