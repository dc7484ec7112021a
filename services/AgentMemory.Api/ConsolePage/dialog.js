// Asks before something that cannot be taken back.
import { h } from "./dom.js";

/** Whether the answer was yes. */
export function confirmed(question, explanation, yes) {
  return new Promise(resolve => {
    const dialog = h("dialog", { "aria-labelledby": "question" },
      h("form", { method: "dialog" },
        h("h2", { id: "question" }, question), h("p", null, explanation),
        h("div", { className: "row end" },
          h("button", { value: "no", className: "plain" }, "Cancel"), h("button", { value: "yes", className: "danger" }, yes))));
    dialog.addEventListener("close", () => { dialog.remove(); resolve(dialog.returnValue === "yes"); });
    document.body.append(dialog);
    dialog.showModal();
  });
}
