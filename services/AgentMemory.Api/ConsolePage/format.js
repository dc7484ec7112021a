// How values read. Times are shown in the reader's own zone, with the exact moment as the title.
import { h } from "./dom.js";

const numbers = new Intl.NumberFormat("en");
const day = new Intl.DateTimeFormat("en", { day: "numeric", month: "short" });
const dayOfYear = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", year: "numeric" });
const moment = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "medium" });
const clock = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });

export const count = value => numbers.format(value);

export function counted(value, one, many = one + "s") {
  return `${count(value)} ${value === 1 ? one : many}`;
}

export function shortDay(text) {
  return day.format(new Date(text));
}

export function time(text) {
  return h("time", { datetime: text, title: text }, clock.format(new Date(text)));
}

export function when(text) {
  if (!text) return "–";
  const at = new Date(text);
  return h("time", { datetime: text, title: moment.format(at) }, ago(at));
}

export function exactly(text) {
  return text ? h("time", { datetime: text, title: text }, moment.format(new Date(text))) : "–";
}

function ago(at) {
  const seconds = (Date.now() - at) / 1000;
  const far = Math.abs(seconds);
  const words = far < 45 ? "a moment" : far < 3570 ? `${Math.max(1, Math.round(far / 60))} min`
    : far < 84600 ? `${Math.round(far / 3600)} h` : far < 86400 * 7 ? counted(Math.round(far / 86400), "day") : null;
  if (words === null) return at.getFullYear() === new Date().getFullYear() ? day.format(at) : dayOfYear.format(at);
  return seconds >= -1 ? words === "a moment" ? "just now" : `${words} ago` : `in ${words}`;
}

/** A length of time as a clock shows it: 59:04, 3 h 12 min, 6 days. */
export function duration(seconds) {
  const left = Math.max(0, Math.round(seconds));
  if (left < 3600) return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  if (left < 86400) return `${Math.floor(left / 3600)} h ${Math.floor((left % 3600) / 60)} min`;
  return counted(Math.floor(left / 86400), "day");
}

export function milliseconds(value) {
  return value === null ? "–" : value < 10 ? `${value.toFixed(1)} ms` : `${count(Math.round(value))} ms`;
}

export const fraction = value => value.toFixed(3);

export function owner(item) {
  return [item.namespace, item.user_id].filter(Boolean).join(" / ") || "nobody’s";
}

/** A name with underscores or dots, as words. */
export const words = name => name.replaceAll(/[_.]/g, " ");

export function title(name) {
  const text = words(name);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function bytes(value) {
  return value < 1024 ? `${value} B` : `${(value / 1024).toFixed(1)} KB`;
}
