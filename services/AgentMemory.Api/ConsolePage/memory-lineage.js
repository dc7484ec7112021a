// The messages a memory was made from, while their session is there, with the words it rests on marked.
import { h } from "./dom.js";
import { answer, ownerOf, path } from "./api.js";
import { counted, exactly } from "./format.js";
import { sessionPlace } from "./links.js";
import { byMessage } from "./messages.js";
import { partsOf } from "./merged-parts.js";

/** Sessions that are read for a memory that was merged from many; the newest. */
const SESSIONS = 8;

export async function lineage(memory, signal) {
  if ((memory.extracted_from ?? []).length === 0) {
    return h("p", { className: "soft" }, memory.session_id ? "A client wrote it while it was in this session; it was not extracted from a message." : "A client wrote it; it was not extracted from a message.");
  }
  // Each part knows its own session, and message ids are unique within that only.
  const parts = (await partsOf(memory, signal)).filter(part => (part.extracted_from ?? []).length > 0);
  const sessions = Map.groupBy(parts, part => part.session_id);
  const shown = [...sessions].slice(0, SESSIONS);
  const messages = (await Promise.all(shown.map(([session, said]) => messagesOf(memory, session, said, signal)))).flat();
  const left = sessions.size - shown.length;
  return messages.length === 0 ? gone(memory) : h("div", { className: "stack tight" },
    h("ol", { className: "messages" }, messages),
    left > 0 && h("p", { className: "soft small" }, `and of ${counted(left, "earlier session")}`));
}

async function messagesOf(memory, session, parts, signal) {
  if (session === null) return [];
  const { body } = await answer("GET", path(`/v1/working-memory/${encodeURIComponent(session)}`, ownerOf(memory)), { signal, accepts: [404] });
  const sources = byMessage(parts);
  return (body.messages ?? []).filter(message => sources.has(message.id)).map(message => h("li", { className: "message" },
    h("header", null, h("b", null, message.role), exactly(message.created_at), h("a", { href: sessionPlace(session, memory) }, session)),
    h("p", { className: "pre" }, marked(message.content, sources.get(message.id)[0].metadata?.quote))));
}

function gone(memory) {
  const quote = memory.metadata?.quote;
  return h("div", { className: "stack tight" },
    quote && h("blockquote", { className: "message quote" }, h("p", null, h("mark", null, quote))),
    h("p", { className: "soft" }, "Its messages are not in working memory any more; their session is gone, or summed up."),
    h("p", { className: "soft small mono break" }, memory.extracted_from.join(", ")));
}

function marked(text, quote) {
  const at = quote ? text.indexOf(quote) : -1;
  return at < 0 ? text : [text.slice(0, at), h("mark", null, quote), text.slice(at + quote.length)];
}
