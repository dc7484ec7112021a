// The messages a memory was made from, while their session is there, with the words it rests on marked.
import { h } from "./dom.js";
import { answer, ownerOf, path } from "./api.js";
import { exactly } from "./format.js";
import { sessionPlace } from "./links.js";
import { byMessage } from "./messages.js";

export async function lineage(memory, signal) {
  if ((memory.extracted_from ?? []).length === 0) {
    return h("p", { className: "soft" }, memory.session_id ? "A client wrote it while it was in this session; it was not extracted from a message." : "A client wrote it; it was not extracted from a message.");
  }
  const quote = memory.metadata?.quote;
  const { body } = memory.session_id === null ? { body: {} } : await answer("GET",
    path(`/v1/working-memory/${encodeURIComponent(memory.session_id)}`, ownerOf(memory)), { signal, accepts: [404] });
  const sources = byMessage([memory]);
  const messages = (body.messages ?? []).filter(message => sources.has(message.id));
  if (messages.length === 0) {
    return h("div", { className: "stack tight" },
      quote && h("blockquote", { className: "message quote" }, h("p", null, h("mark", null, quote))),
      h("p", { className: "soft" }, "Its messages are not in working memory any more; their session is gone, or summed up."),
      h("p", { className: "soft small mono break" }, memory.extracted_from.join(", ")));
  }
  return h("ol", { className: "messages" }, messages.map(message => h("li", { className: "message" },
    h("header", null, h("b", null, message.role), exactly(message.created_at), h("a", { href: sessionPlace(memory.session_id, memory) }, memory.session_id)),
    h("p", { className: "pre" }, marked(message.content, quote)))));
}

function marked(text, quote) {
  const at = quote ? text.indexOf(quote) : -1;
  return at < 0 ? text : [text.slice(0, at), h("mark", null, quote), text.slice(at + quote.length)];
}
