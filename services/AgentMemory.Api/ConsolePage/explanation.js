// What the score of a hit is made of, when the server says so, whatever parts it names: lists of named numbers with a bar each, as
// long as the number is of the largest of its list; single numbers as they are, with a bar where they are shares.
import { h, vary } from "./dom.js";
import { fraction, words } from "./format.js";

export function explained(hit) {
  const rows = parts(hit.explanation ?? {});
  return rows.length > 0 && h("details", null, h("summary", null, "Why"), h("dl", { className: "parts" }, rows.map(({ name, value, share }) => [
    h("dt", null, name), h("dd", null, share !== null && bar(share)), h("dd", { className: "mono" }, typeof value === "number" ? fraction(value) : value)])));
}

export function bar(share, { isFull = false, label = null } = {}) {
  return vary(h("div", { className: isFull ? "bar full" : "bar", role: label && "meter", "aria-label": label,
    "aria-valuemin": label && 0, "aria-valuemax": label && 100, "aria-valuenow": label && Math.round(share * 100) }, h("i")),
  { share: Math.min(1, Math.max(0, share)) });
}

function parts(explanation, prefix = "") {
  return Object.entries(explanation).flatMap(([name, value]) => {
    if (value === null || value === undefined) return [];
    if (Array.isArray(value)) return value.every(isNamedNumber) ? named(value) : value.length > 0 ? [single(prefix + words(name), value.join(", "))] : [];
    return typeof value === "object" ? parts(value, `${words(name)} `) : [single(prefix + words(name), value)];
  });
}

function single(name, value) {
  const isNumber = typeof value === "number";
  return { name, value: isNumber ? value : String(value), share: isNumber && value >= 0 && value <= 1 ? value : null };
}

function named(items) {
  const rows = items.map(item => ({ name: Object.values(item).find(isText), value: weight(item) }));
  const largest = Math.max(...rows.map(row => Math.abs(row.value)), Number.MIN_VALUE);
  return rows.map(row => ({ ...row, share: Math.abs(row.value) / largest }));
}

const isText = value => typeof value === "string";
const isNamedNumber = item => item !== null && typeof item === "object" && Object.values(item).some(isText) && weight(item) !== undefined;

/** What an item counts for: its share, else the last of its numbers. */
const weight = item => item.share ?? Object.values(item).findLast(value => typeof value === "number");
