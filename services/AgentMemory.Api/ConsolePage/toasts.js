// Notices at the edge of the page, and deletions that wait until nobody wants them undone.
import { h, put } from "./dom.js";

const SHOWN = 6000;
const TIME_TO_UNDO = 8000;

export function toast(text, { isError = false, actions = [], shown = SHOWN } = {}) {
  const box = h("div", { className: isError ? "toast error" : "toast" }, h("p", null, text), actions);
  document.getElementById("toasts").append(box);
  const timer = setTimeout(() => box.remove(), isError ? shown * 2 : shown);
  return { text: changed => put(box.firstChild, changed), close: () => { clearTimeout(timer); box.remove(); } };
}

const waiting = new Map();

/** Tells `end` when something was deleted: what lists it reads anew. */
export const deletions = new EventTarget();

/** Whether the thing of this key is about to be deleted. */
export const isGoing = key => waiting.has(key);

/**
 * Deletes something once the time to undo it is over. Until then the server knows nothing of it, so whatever happens to this page
 * meanwhile, closing it included, the thing stays as it is with all its history: nothing is deleted and made again.
 */
export function deleteLater(key, what, { run, changed }) {
  if (waiting.has(key)) return;
  const undo = h("button", { type: "button", className: "plain", onClick: () => end(false) }, "Undo");
  const shown = toast(`${what} will be deleted. Closing this page keeps it.`, { actions: [undo], shown: TIME_TO_UNDO + 1000 });
  const timer = setTimeout(() => end(true), TIME_TO_UNDO);
  waiting.set(key, timer);
  changed();

  async function end(isMeant) {
    clearTimeout(timer);
    shown.close();
    try {
      if (!isMeant) return;
      await run();
      toast(`${what} is deleted.`);
    } catch (failure) {
      isMeant = false;
      toast(`${what} was not deleted: ${failure.message}`, { isError: true });
    } finally {
      waiting.delete(key);
      if (isMeant) deletions.dispatchEvent(new Event("end"));
      else changed();
    }
  }
}
