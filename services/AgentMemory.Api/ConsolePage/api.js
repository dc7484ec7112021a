// The one place that talks to the server: the public API and nothing else. The token lives in this tab's session storage.

const TOKEN = "agent-memory-token";

/** What the server refused, in its own words. */
export class Refusal extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

/** The server did not answer at all. */
export class Unreachable extends Error {
  constructor() {
    super("The server does not answer");
  }
}

/** Tells `state` (waiting, here, away) as it changes, and `token` when a token is needed. */
export const connection = new EventTarget();

let state = "waiting";

export function reached(isReached) {
  const now = isReached ? "here" : "away";
  if (now === state) return;
  state = now;
  connection.dispatchEvent(new CustomEvent("state", { detail: now }));
}

export function hasToken() {
  return sessionStorage.getItem(TOKEN) !== null;
}

export function keepToken(token) {
  sessionStorage.setItem(TOKEN, token);
}

export function forgetToken() {
  sessionStorage.removeItem(TOKEN);
}

/** Sends a request and hands back the response as it came. */
export async function send(method, path, { body, headers = {}, signal } = {}) {
  const token = sessionStorage.getItem(TOKEN);
  const all = { ...headers };
  if (token !== null) all.Authorization = `Bearer ${token}`;
  if (body !== undefined) all["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(path, { method, headers: all, body: body === undefined ? undefined : JSON.stringify(body), signal, cache: "no-store" });
  } catch (failure) {
    if (failure.name === "AbortError") throw failure;
    reached(false);
    throw new Unreachable();
  }
  // A gateway that reaches no replica answers in the server's stead.
  reached(response.status !== 502 && response.status !== 504);
  if (response.status === 401) {
    connection.dispatchEvent(new CustomEvent("token", { detail: token !== null }));
    throw new Refusal(401, token === null ? "This server asks for a token" : "The token is not valid any more");
  }
  return response;
}

/** Sends a request and reads the JSON it answers with. */
export async function ask(method, path, options = {}) {
  return (await answer(method, path, options)).body;
}

/** As `ask`, with the headers. */
export async function answer(method, path, options = {}) {
  const response = await send(method, path, options);
  const text = await response.text();
  const body = text === "" ? null : parse(text);
  if (!response.ok && !options.accepts?.includes(response.status)) throw new Refusal(response.status, reason(response, body));
  return { body, headers: response.headers };
}

/** A path with what follows the question mark; absent values are left out. */
export function path(base, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== "");
  return given.length === 0 ? base : `${base}?${new URLSearchParams(given)}`;
}

/** The owner of a session or memory as a query names it. */
export const ownerOf = item => ({ namespace: item.namespace, user_id: item.user_id });

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null; // Not from this server: the status says enough.
  }
}

function reason(response, body) {
  if (typeof body?.detail === "string") return body.detail;
  if (Array.isArray(body?.detail)) return body.detail.map(mistake => `${mistake.loc.slice(1).join(".")}: ${mistake.msg}`).join("; ");
  return `The server answered ${response.status}`;
}
