// Background work: what waits and runs, what failed for good, what models are used for, and forgetting, tried before it is real.
import { h, put } from "./dom.js";
import { ask, path } from "./api.js";
import { count, owner, title as words, when } from "./format.js";
import { empty, filled } from "./states.js";
import { toast } from "./toasts.js";
import { usage } from "./work-usage.js";
import { forgetting } from "./work-forgetting.js";

export const title = "Work";

const LIMIT = 20;
const EVERY = 3000;

export function show(place, { life }) {
  const underWay = h("div");
  const failed = h("div");
  const models = h("div");
  put(place, h("div", { className: "head" }, h("h1", null, "Work")),
    h("div", { className: "two even" }, section("Running and queued", underWay), section("Failed for good", failed)),
    section("Model usage", models), forgetting(life));
  const list = status => ask("GET", path("/v1/tasks", { status, limit: LIMIT }), { signal: life });
  const refreshUnderWay = filled(underWay, async () => current(await list("running"), await list("queued")), { life });
  const refreshFailed = filled(failed, async () => dead(await list("failed"), () => { refreshFailed(); refreshUnderWay(); }), { life });
  const refreshModels = filled(models, async () => usage(await ask("GET", "/v1/usage", { signal: life })), { life });
  refreshUnderWay();
  refreshFailed();
  refreshModels();
  const timer = setInterval(() => { refreshUnderWay(); refreshFailed(); }, EVERY);
  life.addEventListener("abort", () => clearInterval(timer));
}

function section(name, content) {
  return h("section", { className: "card", "aria-label": name }, h("div", { className: "head" }, h("h2", null, name)), content);
}

function current(running, queued) {
  const tasks = [...running.tasks.map(task => [task, true]), ...queued.tasks.map(task => [task, false])];
  if (tasks.length === 0) return empty("Nothing to do", "Everything that writes caused is done.");
  return h("ul", { className: "list" }, tasks.map(([task, isRunning]) => h("li", null,
    h("div", { className: "row spread" }, h("b", null, words(task.type)), h("span", { className: isRunning ? "tag on" : "tag" }, isRunning ? "running" : "queued")),
    h("p", { className: "soft small break" }, subject(task), isRunning ? [" · since ", when(task.started_at)] : [" · due ", when(task.due_at)], task.attempts > 1 && ` · attempt ${task.attempts}`),
    task.last_error && h("p", { className: "warn small break" }, task.last_error))),
  (running.next_offset ?? queued.next_offset) !== null && h("li", { className: "soft small" }, `The first ${count(LIMIT)} of each are shown.`));
}

function dead({ tasks, next_offset: next }, changed) {
  if (tasks.length === 0) return empty("Nothing failed", "A task that fails is tried again for hours before it is given up and shown here.");
  return h("ul", { className: "list" }, tasks.map(task => h("li", null,
    h("div", { className: "row spread" }, h("b", null, words(task.type)), h("button", { type: "button", onClick: event => retry(event.target, task) }, "Retry")),
    h("p", { className: "bad small break" }, task.error_message),
    h("p", { className: "soft small break" }, subject(task), " · given up ", when(task.completed_at), ` after attempt ${task.attempts}`))),
  next !== null && h("li", { className: "soft small" }, `The newest ${count(LIMIT)} are shown.`));

  async function retry(button, task) {
    button.disabled = true;
    try {
      await ask("POST", `/v1/tasks/${encodeURIComponent(task.id)}/retry`);
      toast("The task is queued again.");
    } catch (failure) {
      toast(failure.message, { isError: true });
    }
    changed();
  }
}

function subject(task) {
  return [owner(task), task.session_id && `session ${task.session_id}`].filter(Boolean).join(" · ");
}
