// Changes of a memory. What somebody else changed meanwhile is never overwritten: the server compares versions.
import { answer, ask, ownerOf, path } from "./api.js";
import { toast } from "./toasts.js";

const place = memory => path(`/v1/long-term-memory/${encodeURIComponent(memory.id)}`, ownerOf(memory));

/** Names a memory among all owners' memories. */
export const keyOf = memory => JSON.stringify([memory.namespace, memory.user_id, memory.id]);

/** The memory with its version. */
export async function read(id, owner, signal) {
  const { body, headers } = await answer("GET", path(`/v1/long-term-memory/${encodeURIComponent(id)}`, owner), { signal });
  return { ...body, version: headers.get("ETag") };
}

/** The members that changed; none, and a notice, when the change was refused. */
export async function change(memory, edit) {
  try {
    const version = memory.version ?? (await read(memory.id, ownerOf(memory))).version;
    const { body, headers } = await answer("PATCH", place(memory), { body: edit, headers: { "If-Match": version } });
    return { ...body, version: headers.get("ETag") };
  } catch (failure) {
    if (failure.status === 412) {
      toast("Somebody else changed this memory meanwhile. Here is how it is now.", { isError: true });
      return read(memory.id, ownerOf(memory));
    }
    if (failure.status !== 401) toast(`Not changed: ${failure.message}`, { isError: true });
    return {};
  }
}

export function remove(memory) {
  return ask("DELETE", path("/v1/long-term-memory", { memory_ids: memory.id, ...ownerOf(memory) }));
}
