// Controls that several pages have.
import { h, svg } from "./dom.js";

let made = 0;

/** A control with its label above it. */
export function field(label, control, className = "field") {
  control.id ||= `field-${++made}`;
  return h("div", { className }, h("label", { for: control.id }, label), control);
}

/** `choices` are values with their names; the chosen one must be among them. */
export function choice(choices, chosen, properties) {
  return h("select", properties, choices.map(([value, name]) => h("option", { value, selected: value === chosen }, name)));
}

const ICONS = {
  pin: "M12 17v5M5 17h14l-2-4V5h1V2H6v3h1v8z",
  edit: "M4 20h4L19 9l-4-4L4 16zM13 7l4 4",
  delete: "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5",
};

export function iconButton(icon, label, properties) {
  return h("button", { type: "button", className: "icon", "aria-label": label, title: label, ...properties },
    svg("svg", { viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", "stroke-width": "1.8", "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true" },
      svg("path", { d: ICONS[icon] })));
}

export function tags(values, className = "tag") {
  return values?.length > 0 && h("div", { className: "tags" }, values.map(value => h("span", { className }, value)));
}

/** Calls once nothing more comes for a while. */
export function settled(run, milliseconds) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(run, milliseconds);
  };
}

/** Where a list is, and the way on. */
export function pager({ offset, limit, total, shown, go }) {
  const pages = Math.max(1, Math.ceil(total / limit));
  const page = Math.floor(offset / limit);
  const to = (label, target, isPossible) =>
    h("button", { type: "button", disabled: !isPossible, onClick: () => go(target * limit) }, label);
  return h("nav", { className: "pager", "aria-label": "Pages" },
    h("p", null, total === 0 ? "None" : `${(offset + 1).toLocaleString("en")}–${(offset + shown).toLocaleString("en")} of ${total.toLocaleString("en")}`),
    to("First", 0, page > 0), to("Previous", page - 1, page > 0), to("Next", page + 1, page + 1 < pages), to("Last", pages - 1, page + 1 < pages));
}
