// Messages of a session, and on each what was remembered because of it.
import { h } from "./dom.js";
import { exactly, time } from "./format.js";
import { memoryPlace } from "./links.js";

export function messageList(messages, remembered = new Map(), { isLong = false } = {}) {
  return h("ol", { className: "messages" }, messages.map(message => h("li", { className: message.role === "user" ? "message" : "message assistant", id: `message-${message.id}` },
    h("header", null, h("b", null, message.role), (isLong ? exactly : time)(message.created_at), h("span", null, fate(message))),
    h("p", { className: "pre" }, message.content),
    remembered.has(message.id) && h("div", { className: "remembered" },
      h("p", { className: "soft small" }, "Remembered from this message"),
      remembered.get(message.id).map(memory => h("p", null, h("a", { href: memoryPlace(memory) }, memory.text),
        memory.now && memory.now !== memory.text && h("span", { className: "soft small" }, ` now: ${memory.now}`)))))));
}

function fate(message) {
  if (message.metadata?.source === "recalled" || message.metadata?.source === "system" || message.role === "system") return "not for extraction";
  return message.discrete_memory_extracted === "t" ? "extracted" : "waits for extraction";
}

/** Which messages each memory was made from; commas in ids are percent-encoded there. */
export function byMessage(memories) {
  const found = new Map();
  for (const memory of memories) {
    for (const source of memory.extracted_from ?? []) {
      const id = source.includes("%2C") ? source.replaceAll("%2C", ",").replaceAll("%25", "%") : source;
      found.set(id, [...found.get(id) ?? [], memory]);
    }
  }
  return found;
}
