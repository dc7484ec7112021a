// What language models were used for, and what is left of each namespace's budget.
import { h } from "./dom.js";
import { count, exactly, words } from "./format.js";
import { empty } from "./states.js";
import { bar } from "./explanation.js";

export function usage({ from, to, namespaces, days, budget }) {
  if (namespaces.length === 0) return empty("No model was used", `Between ${from} and ${to} no language model was asked for anything. Rules do what they can without one.`);
  return h("div", { className: "stack wide" }, totals(namespaces, budget), byOperation(days),
    h("p", { className: "soft small" }, `From ${from} to ${to}, days in UTC. `, budget?.tokens_per_day
      ? ["Each namespace may use ", count(budget.tokens_per_day), " tokens a day; the day ends ", exactly(budget.resets_at), "."] : "No budget is set."));
}

function totals(namespaces, budget) {
  return h("table", { className: "cards labelled" },
    head("Namespace", "Calls", "Tokens in", "Tokens out", "Failures", "Budget today"),
    h("tbody", null, namespaces.map(used => h("tr", null, h("td", null, used.namespace ?? "none"),
      number(used.calls, "Calls"), number(used.input_tokens, "Tokens in"), number(used.output_tokens, "Tokens out"), number(used.failures, "Failures"), h("td", null, left(used.namespace, budget))))));
}

function left(namespace, budget) {
  const state = budget?.namespaces.find(entry => entry.namespace === namespace);
  if (!budget?.tokens_per_day || state === undefined) return h("span", { className: "soft" }, "unlimited");
  const share = state.tokens_today / budget.tokens_per_day;
  return h("div", { className: "stack tight" }, bar(share, { isFull: state.paused, label: `Budget used by ${namespace ?? "no namespace"}` }),
    h("span", { className: state.paused ? "warn small" : "soft small" }, state.paused ? "used up: background work waits" : `${count(state.tokens_today)} used`));
}

function byOperation(days) {
  const sums = new Map();
  for (const day of days) {
    const key = `${day.operation} ${day.model}`;
    const sum = sums.get(key) ?? { operation: day.operation, model: day.model, calls: 0, tokens: 0 };
    sums.set(key, { ...sum, calls: sum.calls + day.calls, tokens: sum.tokens + day.input_tokens + day.output_tokens });
  }
  return h("details", null, h("summary", null, "By what was asked, and of which model"), h("table", { className: "cards labelled" }, head("For", "Model", "Calls", "Tokens"),
    h("tbody", null, [...sums.values()].map(sum => h("tr", null, h("td", null, words(sum.operation)), h("td", null, sum.model), number(sum.calls, "Calls"), number(sum.tokens, "Tokens"))))));
}

const head = (...names) => h("thead", null, h("tr", null, names.map(name => h("th", { scope: "col", className: /Calls|Tokens|Failures/.test(name) ? "number" : null }, name))));

const number = (value, name) => h("td", { className: "number", "data-name": name }, count(value));
