// Forgetting by rules: a report of what would go first, and only then the possibility to mean it.
import { h, put } from "./dom.js";
import { ask, path } from "./api.js";
import { count, counted } from "./format.js";
import { field } from "./controls.js";
import { confirmed } from "./dialog.js";
import { failed } from "./states.js";
import { memoryPlace } from "./links.js";

const SHOWN = 10;
const TYPES = ["semantic", "episodic", "message"];

export function forgetting(life) {
  const number = (properties = {}) => h("input", { type: "number", min: 0, step: "any", inputmode: "decimal", ...properties });
  const age = number({ placeholder: "any" });
  const unused = number({ placeholder: "any" });
  const keep = number({ step: 1, placeholder: "all" });
  const namespace = h("input", { autocomplete: "off", spellcheck: "false", placeholder: "all" });
  const user = h("input", { autocomplete: "off", spellcheck: "false", placeholder: "all" });
  const types = TYPES.map(type => h("input", { type: "checkbox", value: type, checked: true }));
  const report = h("div", { "aria-live": "polite" });
  return h("section", { className: "card", "aria-label": "Forgetting" },
    h("div", { className: "head" }, h("h2", null, "Forgetting")),
    h("div", { className: "stack wide" },
      h("p", { className: "soft" }, "Rules are tried first: the report says what they would remove, and nothing goes until you say so. Pinned memories always stay."),
      h("form", { className: "stack", onSubmit: event => { event.preventDefault(); run(true); } },
        h("div", { className: "filters" }, field("Older than, days", age), field("Not recalled for, days", unused), field("Of the rest keep the best", keep),
          field("Namespace", namespace), field("User", user)),
        h("div", { className: "row spread" },
          h("fieldset", { className: "row" }, h("legend", { className: "unseen" }, "Types that may be forgotten"), types.map(box => h("label", { className: "check" }, box, box.value))),
          h("button", { className: "primary" }, "Try it"))), report));

  function rules() {
    const value = input => input.value === "" ? undefined : Number(input.value);
    return { max_age_days: value(age), max_inactive_days: value(unused), budget: value(keep),
      memory_type_allowlist: types.every(box => box.checked) ? undefined : types.filter(box => box.checked).map(box => box.value) };
  }

  async function run(isDry, policy = rules(), whose = { namespace: namespace.value.trim(), user_id: user.value.trim() }) {
    try {
      const result = await ask("POST", path("/v1/long-term-memory/forget", { ...whose, dry_run: isDry }), { body: { policy }, signal: life });
      const samples = isDry ? await examples(result.deleted_ids.slice(0, SHOWN), whose) : [];
      put(report, isDry ? outlook(result, samples, policy, whose) : h("p", { role: "status" }, `${counted(result.deleted, "memory is", "memories are")} forgotten; ${count(result.scanned - result.deleted)} stay.`));
    } catch (failure) {
      if (failure.status !== 401 && failure.name !== "AbortError") put(report, failed(failure, () => run(isDry, policy, whose)));
    }
  }

  function outlook(result, samples, policy, whose) {
    if (result.deleted === 0) return h("p", { role: "status" }, `Of ${counted(result.scanned, "memory", "memories")} none would be forgotten.`);
    return h("div", { className: "stack" },
      h("p", null, h("b", null, counted(result.deleted, "memory", "memories")), ` of ${count(result.scanned)} would be forgotten${samples.length < result.deleted ? ", such as these:" : ":"}`),
      h("ul", { className: "list" }, samples.map(memory => h("li", null, h("a", { href: memoryPlace(memory) }, memory.text)))),
      h("div", null, h("button", { type: "button", className: "danger", onClick: async () => {
        if (await confirmed(`Forget ${counted(result.deleted, "memory", "memories")}?`, "The rules are applied to what is there then. What they remove cannot be brought back.", "Forget them")) run(false, policy, whose);
      } }, `Forget ${counted(result.deleted, "memory", "memories")}`)));
  }

  /** The report has ids; an id that several owners have is passed by, because it does not say which is meant. */
  async function examples(ids, whose) {
    const found = await Promise.allSettled(ids.map(id => ask("GET", path(`/v1/long-term-memory/${encodeURIComponent(id)}`, whose), { signal: life })));
    return found.filter(result => result.status === "fulfilled").map(result => result.value);
  }
}
