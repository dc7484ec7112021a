// What the score of a hit is made of, when the server says so: a bar per part that is a share, a value for any other.
import { h, vary } from "./dom.js";
import { fraction, words } from "./format.js";

export function explained(hit) {
  const parts = flat(hit.explanation ?? {});
  return parts.length > 0 && h("details", null, h("summary", null, "Why"), h("dl", { className: "parts" }, parts.map(([name, value]) => {
    const isShare = typeof value === "number" && value >= 0 && value <= 1;
    return [h("dt", null, words(name)),
      h("dd", { className: "bar-place" }, isShare && bar(value)),
      h("dd", { className: "mono" }, typeof value === "number" ? fraction(value) : String(value))];
  })));
}

export function bar(share, { isFull = false, label = null } = {}) {
  return vary(h("div", { className: isFull ? "bar full" : "bar", role: label && "meter", "aria-label": label,
    "aria-valuemin": label && 0, "aria-valuemax": label && 100, "aria-valuenow": label && Math.round(share * 100) }, h("i")),
  { share: Math.min(1, Math.max(0, share)) });
}

function flat(parts, prefix = "") {
  return Object.entries(parts).flatMap(([name, value]) => {
    if (value === null || value === undefined) return [];
    if (Array.isArray(value)) return value.length > 0 ? [[prefix + name, value.map(item => typeof item === "object" ? JSON.stringify(item) : item).join(", ")]] : [];
    return typeof value === "object" ? flat(value, `${prefix}${name} `) : [[prefix + name, value]];
  });
}
