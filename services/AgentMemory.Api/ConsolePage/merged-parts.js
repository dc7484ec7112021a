// What a memory was merged from.
import { ask, ownerOf, path } from "./api.js";

const MERGES = 100;

/** Newest first, each with the session, messages and text it had; the memory itself when it was merged from nothing. */
export async function partsOf(memory, signal) {
  if (!memory.metadata?.merged_from) return [memory];
  const { merges } = await ask("GET", path(`/v1/long-term-memory/${encodeURIComponent(memory.id)}/merges`, { ...ownerOf(memory), limit: MERGES }), { signal });
  const parts = merges.filter(merge => !merge.undone_at && merge.survivor.id === memory.id).flatMap(merge => merge.originals.toReversed())
    .filter(part => !(part.id === memory.id && part.metadata?.merged_from));
  return parts.length > 0 ? parts : [memory];
}
