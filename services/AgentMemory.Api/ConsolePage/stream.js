// Server-sent events through fetch, because EventSource cannot carry a token. Goes on after a break where it stopped.
import { send } from "./api.js";

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 10000;

/**
 * Calls `onEvent({id, kind, data})` for each event until `signal` ends it, and `onState("live" | "waiting")` as the connection
 * comes and goes; `"refused"` ends it.
 */
export async function follow(path, { signal, onEvent, onState }) {
  let last = null;
  let pause = FIRST_PAUSE;
  while (!signal.aborted) {
    try {
      const headers = { Accept: "text/event-stream" };
      if (last !== null) headers["Last-Event-ID"] = last;
      const response = await send("GET", path, { headers, signal });
      if (response.status === 400 || response.status === 403 || response.status === 422) return onState("refused");
      if (response.ok) {
        onState("live");
        pause = FIRST_PAUSE;
        for await (const event of events(response.body)) {
          if (event.id !== null) last = event.id;
          onEvent(event);
        }
      }
    } catch (failure) {
      if (signal.aborted) return;
      if (failure.status === 401) return; // Whoever gives a token starts anew.
    }
    onState("waiting");
    await sleep(pause, signal);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }
}

async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const event = parse(block);
      if (event !== null) yield event;
    }
  }
}

/** `null` for comments, which only show that the stream lives, and for the pause the server proposes. */
function parse(block) {
  const fields = new Map();
  for (const line of block.split("\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 1).trimStart());
  }
  return fields.has("data") ? { id: fields.get("id") ?? null, kind: fields.get("event"), data: JSON.parse(fields.get("data")) } : null;
}

function sleep(milliseconds, signal) {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => { clearTimeout(timer); resolve(); }, { once: true });
  });
}
