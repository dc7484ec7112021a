// The playground: type a turn, and watch what a session holds, what the turn recalls, and what happens because of it.
import { h, put } from "./dom.js";
import { ask, path } from "./api.js";
import { choice, field, settled } from "./controls.js";
import { toast } from "./toasts.js";
import { sampleIds, samples } from "./samples.js";
import { sessionPanel } from "./playground-session.js";
import { recallPanel } from "./playground-recall.js";
import { eventPanel } from "./playground-events.js";

export const title = "Playground";

const STATE = "agent-memory-playground";
const HOUR = "3600";
const WRITES = [
  ["extract", "Let extraction decide"], ["semantic", "A semantic memory"], ["episodic", "An episodic memory"], ["nothing", "Nothing, keep the turn only"],
];
const newSession = () => `play-${crypto.getRandomValues(new Uint32Array(1))[0].toString(36)}`;

export async function show(place, { life }) {
  const now = { user: "you", namespace: "playground", session: newSession(), isWritten: false, window: "4000", ttl: HOUR, write: "extract", ...saved() };
  const text = h("textarea", { rows: 2, placeholder: "I prefer aisle seats on long flights", maxlength: 4000 });
  const user = h("input", { value: now.user, autocomplete: "off", spellcheck: "false", onChange: move });
  const namespace = h("input", { value: now.namespace, autocomplete: "off", spellcheck: "false", onChange: move });
  const sessionId = h("input", { value: now.session, autocomplete: "off", spellcheck: "false", required: true, onChange: () => begin(sessionId.value.trim() || newSession(), true) });
  const write = choice(WRITES, now.write, { onChange: keep });
  const space = choice([["1000", "1 000 tokens"], ["4000", "4 000 tokens"], ["16000", "16 000 tokens"], ["128000", "128 000 tokens"]], now.window, { onChange: () => { keep(); session.refresh(); } });
  const ttl = choice([["600", "10 minutes"], [HOUR, "1 hour"], ["", "Until deleted"]], now.ttl, { onChange: keep });
  const say = h("button", { className: "primary" }, "Say it");
  const sampleButton = h("button", { type: "button", disabled: true, onClick: toggleSamples }, "Load samples");
  let hasSamples = false;

  const settings = await ask("GET", "/v1/ready", { accepts: [503], signal: life }).then(ready => ready.settings, () => ({}));
  if (life.aborted) return;
  const session = sessionPanel({ life, where: () => now, settings, gone: () => { now.isWritten = false; keep(); } });
  const recall = recallPanel({ life, where: () => now, settings, query: () => text.value.trim() });
  const events = eventPanel({ life, where: () => now, happened });
  const sessionSoon = settled(session.refresh, 150);
  const recallSoon = settled(recall.refresh, 200);
  text.addEventListener("input", recallSoon);
  text.addEventListener("keydown", event => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit(); }
  });

  const form = h("form", { className: "card turn", "aria-label": "A turn", onSubmit: speak },
    h("div", { className: "filters" }, field("User", user), field("Namespace", namespace),
      field("Session", sessionId), field("Write as", write), field("Session lives", ttl)),
    h("div", { className: "say" }, h("div", { className: "field" }, h("label", { className: "unseen", for: text.id = "turn" }, "Turn"), text), say));
  put(place, h("div", { className: "head" }, h("h1", null, "Playground"),
    h("div", { className: "row" }, sampleButton, h("button", { type: "button", onClick: () => begin(newSession(), false) }, "New session"))),
  form, h("div", { className: "trio" }, session.panel(space), recall.panel, events.panel));
  keep();
  refreshAll();

  function refreshAll() {
    session.refresh();
    recall.refresh();
    events.start();
    countSamples();
  }

  function move() {
    now.user = user.value.trim();
    now.namespace = namespace.value.trim();
    now.isWritten = false;
    now.session = newSession();
    sessionId.value = now.session;
    keep();
    refreshAll();
  }

  function begin(id, mayExist) {
    now.session = sessionId.value = id;
    now.isWritten = mayExist;
    keep();
    session.refresh();
    text.focus();
  }

  function keep() {
    Object.assign(now, { window: space.value, ttl: ttl.value, write: write.value });
    sessionStorage.setItem(STATE, JSON.stringify(now));
  }

  async function speak(event) {
    event.preventDefault();
    const said = text.value.trim();
    if (said === "") return text.focus();
    say.disabled = true;
    try {
      await store(said);
      text.value = "";
      recall.keep(said);
    } catch (failure) {
      if (failure.status !== 401) toast(`Not said: ${failure.message}`, { isError: true });
    } finally {
      say.disabled = false;
      text.focus();
    }
    sessionSoon();
    recallSoon();
  }

  /** The turn goes into the session. A memory that is written outright keeps extraction from making another of the same turn. */
  async function store(said) {
    const id = crypto.randomUUID?.() ?? `turn-${Date.now()}`;
    const isLeft = now.write === "extract";
    await ask("POST", path(`/v1/working-memory/${encodeURIComponent(now.session)}/messages`, { context_window_max: now.window }), { body: {
      ...owner(), ttl_seconds: now.ttl === "" ? null : Number(now.ttl),
      messages: [{ id, role: "user", content: said, created_at: new Date().toISOString(), ...isLeft ? {} : { metadata: { source: "system" } } }],
    } });
    now.isWritten = true;
    keep();
    if (now.write !== "semantic" && now.write !== "episodic") return;
    await ask("POST", "/v1/long-term-memory/", { body: { memories: [{
      id: `${now.session}-${id}`, text: said, memory_type: now.write, session_id: now.session, ...owner(), extracted_from: [id],
      event_date: now.write === "episodic" ? new Date().toISOString() : undefined,
    }] } });
  }

  function owner() {
    return { user_id: now.user || null, namespace: now.namespace || null };
  }

  function happened(entry) {
    if (entry.session_id === now.session) sessionSoon();
    if (entry.kind.startsWith("memory.")) recallSoon();
  }

  async function countSamples() {
    try {
      const found = await ask("POST", "/v1/long-term-memory/search", { signal: life, body: {
        text: "", limit: 1, topics: { all: ["sample"] }, user_id: { eq: now.user }, namespace: { eq: now.namespace }, recency_boost: false } });
      hasSamples = found.total > 0;
      put(sampleButton, hasSamples ? "Remove samples" : "Load samples");
      sampleButton.disabled = false;
    } catch {
      sampleButton.disabled = true; // The panels say what is wrong.
    }
  }

  async function toggleSamples() {
    sampleButton.disabled = true;
    try {
      if (hasSamples) {
        const which = new URLSearchParams([...sampleIds.map(id => ["memory_ids", id]), ["user_id", now.user], ["namespace", now.namespace]]);
        await ask("DELETE", `/v1/long-term-memory?${which}`);
        toast("The samples are gone.");
      } else {
        await ask("POST", "/v1/long-term-memory/", { body: { memories: samples().map(memory => ({ ...memory, ...owner() })) } });
        toast(`${sampleIds.length} sample memories are there. Ask: which seat should I book?`);
      }
    } catch (failure) {
      toast(failure.message, { isError: true });
    }
    await countSamples();
    recall.refresh();
  }
}

function saved() {
  return JSON.parse(sessionStorage.getItem(STATE) ?? "{}");
}
