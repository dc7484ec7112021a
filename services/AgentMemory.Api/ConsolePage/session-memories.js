// What long-term memory has of a session: what was made there, also where it has become part of another session's memory since.
import { ask, path } from "./api.js";

const LIMIT = 100;
const EVENTS = 1000;
const FOLLOWED = 40;
const GONE = new Set(["memory.deleted", "memory.forgotten"]);

export async function sessionMemories(id, whose, signal) {
  const [{ memories, total }, { events }] = await Promise.all([
    ask("POST", "/v1/long-term-memory/search", { signal, body: { text: "", limit: LIMIT, recency_boost: false, session_id: { eq: id },
      namespace: { eq: whose.namespace ?? "" }, user_id: { eq: whose.user_id ?? "" } } }),
    ask("GET", path(`/v1/working-memory/${encodeURIComponent(id)}/events`, { ...whose, limit: EVENTS }), { signal }),
  ]);
  const known = new Map(memories.map(memory => [memory.id, memory]));
  for (const memory of await merged(events, known, whose, signal)) known.set(memory.id, memory);
  return { memories: [...known.values()], total: Math.max(total, known.size) };
}

/** Ids that were merged away still stand for what their memories became. */
async function merged(events, known, whose, signal) {
  const gone = new Set(events.filter(entry => GONE.has(entry.kind)).map(entry => entry.memory_id));
  const ids = new Set(events.filter(entry => entry.kind === "memory.created").map(entry => entry.memory_id));
  const wanted = [...ids].filter(memory => !known.has(memory) && !gone.has(memory)).slice(-FOLLOWED);
  const found = await Promise.all(wanted.map(memory =>
    ask("GET", path(`/v1/long-term-memory/${encodeURIComponent(memory)}`, whose), { signal, accepts: [404] })));
  return found.filter(memory => memory.text !== undefined);
}
