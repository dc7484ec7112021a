// Where things are in the console. Ids alone may be another owner's too, so an address names the owner.
import { path, ownerOf } from "./api.js";

const place = (name, id, item) => path(`#/${name}/${encodeURIComponent(id)}`, ownerOf(item));

export const memoryPlace = memory => place("memory", memory.id, memory);

export const sessionPlace = (id, owner) => place("session", id, owner);
