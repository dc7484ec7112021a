// Starts the console: which page is shown, whether the server is there, and the token it may ask for.
import { h, put } from "./dom.js";
import { ask, connection, forgetToken, hasToken, keepToken } from "./api.js";
import { failed } from "./states.js";

const PAGES = {
  overview: () => import("./overview.js"),
  playground: () => import("./playground.js"),
  memories: () => import("./memories.js"),
  memory: () => import("./memory.js"),
  sessions: () => import("./sessions.js"),
  session: () => import("./session.js"),
  work: () => import("./work.js"),
};
const PARENTS = { memory: "memories", session: "sessions" };
const RETRY = 2000;

const content = document.getElementById("content");
const shown = document.getElementById("connection");
const signOut = document.getElementById("sign-out");
let leave = () => {};
let turn = 0;
let isBroken = false;

function route() {
  const [place, query = ""] = location.hash.slice(1).split("?");
  const [name, ...rest] = place.split("/").filter(Boolean);
  return { name: name in PAGES ? name : "overview", id: rest.map(decodeURIComponent).join("/"), query: new URLSearchParams(query) };
}

async function show() {
  const mine = ++turn;
  leave();
  leave = () => {};
  const { name, id, query } = route();
  for (const link of document.querySelectorAll("#nav a")) {
    const isHere = link.hash === `#/${PARENTS[name] ?? name}`;
    if (isHere) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  signOut.hidden = !hasToken();
  const life = new AbortController();
  leave = () => life.abort();
  try {
    const page = await PAGES[name]();
    if (mine !== turn) return;
    isBroken = false;
    document.title = `${page.title} · AgentMemory`;
    const place = h("div", { className: `page ${name}` });
    put(content, place);
    if (mine > 1) {
      scrollTo(0, 0);
      content.focus({ preventScroll: true });
    }
    page.show(place, { id, query, life: life.signal, again: show });
  } catch (failure) {
    isBroken = true;
    if (mine === turn) put(content, h("div", { className: "page" }, failed(failure, show)));
  }
}

function askForToken(wasRefused) {
  ++turn;
  leave();
  forgetToken();
  signOut.hidden = true;
  document.title = "Sign in · AgentMemory";
  const input = h("input", { id: "token", type: "password", autocomplete: "off", spellcheck: "false", required: true, "aria-describedby": "token-help" });
  const problem = h("p", { className: "problem", role: "alert" }, wasRefused ? "That token is not valid, or not any more." : "");
  const form = h("form", { className: "card sign-in", onSubmit: submit },
    h("h1", null, "This server asks for a token"),
    h("p", { id: "token-help" }, "It is kept in this tab only and forgotten when you close it. Make one with ", h("code", null, "agent-memory token add"), "."),
    h("label", { for: "token" }, "Token"), input, problem, h("button", { className: "primary" }, "Continue"));
  put(content, h("div", { className: "page narrow" }, form));
  input.focus();

  async function submit(event) {
    event.preventDefault();
    keepToken(input.value.trim());
    put(problem);
    try {
      await ask("GET", "/v1/sessions?limit=1");
      show();
    } catch (failure) {
      if (failure.status !== 401) put(problem, failure.message);
    }
  }
}

connection.addEventListener("state", ({ detail }) => {
  shown.dataset.state = detail;
  put(shown, detail === "here" ? "Connected" : "Not reached, trying again");
  if (detail === "away") watch();
  else if (isBroken) show();
});
connection.addEventListener("token", ({ detail }) => askForToken(detail));

async function watch() {
  while (shown.dataset.state === "away") {
    await new Promise(resolve => setTimeout(resolve, RETRY));
    await ask("GET", "/v1/health").catch(() => {}); // Told by the connection's state.
  }
}

signOut.addEventListener("click", () => { forgetToken(); show(); });
document.getElementById("skip").addEventListener("click", event => { event.preventDefault(); content.focus(); });
addEventListener("hashchange", show);
await show();
// The other pages are fetched now, so that they can be opened while the server is away.
for (const load of Object.values(PAGES)) await load().catch(() => {});
