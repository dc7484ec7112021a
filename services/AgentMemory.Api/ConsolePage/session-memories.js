// What long-term memory has of a session: what was made there, also where it has become part of another session's memory since.
import { ask, path } from "./api.js";
import { partsOf } from "./merged-parts.js";

const LIMIT = 100;
const EVENTS = 1000;
const FOLLOWED = 40;
const GONE = new Set(["memory.deleted", "memory.forgotten"]);

export async function sessionMemories(id, whose, signal) {
  const [{ memories: found, total }, { events }] = await Promise.all([
    ask("POST", "/v1/long-term-memory/search", { signal, body: { text: "", limit: LIMIT, recency_boost: false, session_id: { eq: id },
      namespace: { eq: whose.namespace ?? "" }, user_id: { eq: whose.user_id ?? "" } } }),
    ask("GET", path(`/v1/working-memory/${encodeURIComponent(id)}/events`, { ...whose, limit: EVENTS }), { signal }),
  ]);
  const known = new Map(found.map(memory => [memory.id, memory]));
  for (const memory of await merged(events, known, whose, signal)) known.set(memory.id, memory);
  const memories = (await Promise.all([...known.values()].map((memory, place) => place < FOLLOWED ? saidIn(id, memory, signal) : memory))).flat();
  return { memories, total: Math.max(total, memories.length) };
}

/** As it was made in this session, with what it says now. */
async function saidIn(id, memory, signal) {
  const parts = (await partsOf(memory, signal)).filter(part => part !== memory && part.session_id === id);
  return parts.length > 0 ? parts.map(part => ({ ...part, id: memory.id, now: memory.text })) : [memory];
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
