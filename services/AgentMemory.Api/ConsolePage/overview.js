// The overview: how much is remembered, how it grew, and whether everything works.
import { h, put } from "./dom.js";
import { ask } from "./api.js";
import { count, counted, milliseconds, title as words } from "./format.js";
import { empty, filled } from "./states.js";
import { growthChart } from "./chart.js";

export const title = "Overview";

/** Capabilities whose settings have names that do not say what they are to people who do not set them. */
const NAMES = {
  long_term_memory: "Long-term memory", index_all_messages_in_long_term_memory: "Every message kept", soft_filter_fallback: "Filters relaxed when nothing is found",
  enable_discrete_memory_extraction: "Extraction", enable_working_memory_summarization: "Summaries of long sessions", enable_topic_extraction: "Topics",
  enable_ner: "Entities", compact_semantic_duplicates: "Merging by meaning", forgetting_enabled: "Forgetting by rules",
};
const DAYS = 30;
const EVERY = 5000;

export function show(place, { life }) {
  const numbers = h("div", { className: "stack wide" });
  const health = h("div");
  put(place, h("div", { className: "head" }, h("h1", null, "Overview")), numbers, health);
  const refreshNumbers = filled(numbers, async () => figures(await ask("GET", `/v1/overview?days=${DAYS}`, { signal: life })), { life, lines: 8 });
  const refreshHealth = filled(health, async () => condition(await ask("GET", "/v1/ready", { signal: life, accepts: [503] })), { life, lines: 6 });
  refreshNumbers();
  refreshHealth();
  const timer = setInterval(() => { refreshNumbers(); refreshHealth(); }, EVERY);
  life.addEventListener("abort", () => clearInterval(timer));
}

function figures({ memories, sessions, growth, tasks, search }) {
  const isFresh = memories.total === 0 && sessions === 0;
  const added = growth.reduce((sum, day) => sum + day.created, 0);
  return [
    h("div", { className: "tiles" },
      tile("Memories", count(memories.total), memories.total === 0 ? "none yet" : [
        memories.semantic > 0 && `${count(memories.semantic)} semantic`, memories.episodic > 0 && `${count(memories.episodic)} episodic`,
        memories.message > 0 && counted(memories.message, "message")].filter(Boolean).join(", "), "#/memories"),
      tile("Sessions", count(sessions), "in working memory", "#/sessions"),
      tasks && tile("Background tasks", count(tasks.queued + tasks.running), tasks.failed > 0 ? h("span", { className: "bad" }, `${count(tasks.failed)} failed`) : `${count(tasks.running)} running, none failed`, "#/work"),
      search && tile("Search", milliseconds(search.median), search.searches === 0 ? "no search yet" : `median of ${count(search.searches)}, 95 % within ${milliseconds(search.percentile95)}`)),
    h("section", { className: "card", "aria-labelledby": "growth" },
      h("div", { className: "head" }, h("h2", { id: "growth" }, "Growth"), h("span", { className: "soft small" }, `${counted(added, "memory", "memories")} created in ${DAYS} days`)),
      isFresh ? empty("Nothing is remembered yet", "Say something in the playground, load its samples, or point an agent at this server.",
        h("a", { href: "#/playground" }, "Open the playground")) : growthChart(growth)),
  ];
}

function tile(name, value, detail, place) {
  return h("div", { className: "card tile" }, h("p", { className: "label" }, place ? h("a", { href: place }, name) : name), h("b", null, value), h("p", { className: "soft small" }, detail));
}

function condition({ store, embedding, language_model: language, worker, search, capabilities, methods, settings }) {
  const part = (name, { status, detail }, otherwise) => h("li", { className: "health", "data-state": status },
    h("p", null, name, h("span", { className: status === "unavailable" ? "bad" : "soft" }, ` · ${status === "ok" ? "works" : words(status).toLowerCase()}`)),
    h("p", { className: "soft small break" }, detail ?? otherwise));
  const days = value => value === null || value === undefined ? "kept" : `${value} days`;
  return h("div", { className: "two even" },
    h("section", { className: "card", "aria-labelledby": "health" }, h("div", { className: "head" }, h("h2", { id: "health" }, "Health")),
      h("ul", { className: "list" },
        part("Store", store, "Reads and writes are answered."), part("Worker", worker, "Background work is done in this process."),
        part("Language model", language, "Extracts, sums up and tags."), part("Embedding model", embedding, search === "vector" ? "Search is by meaning." : "Search is by words."))),
    h("section", { className: "card", "aria-labelledby": "capabilities" }, h("div", { className: "head" }, h("h2", { id: "capabilities" }, "What is on")),
      h("div", { className: "stack wide" },
        h("div", { className: "tags" }, Object.entries(capabilities).map(([name, isOn]) => h("span", { className: isOn ? "tag on" : "tag" }, `${NAMES[name] ?? words(name)}: ${isOn ? "on" : "off"}`))),
        h("dl", { className: "facts" },
          Object.entries(methods).map(([name, method]) => [h("dt", null, words(name)), h("dd", null, method === "model" ? "by a model" : method)]),
          h("dt", null, "Semantic memories"), h("dd", null, days(settings.semantic_memory_ttl_days)),
          h("dt", null, "Episodic memories"), h("dd", null, days(settings.episodic_memory_ttl_days)),
          h("dt", null, "Recall cut-off"), h("dd", null, settings.recall_distance_threshold ?? "none")))));
}
