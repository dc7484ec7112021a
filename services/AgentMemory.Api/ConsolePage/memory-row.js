// A memory in a table: read, edited where it stands, pinned, deleted with time to undo it.
import { h, put } from "./dom.js";
import { fraction, owner, when } from "./format.js";
import { iconButton, tags } from "./controls.js";
import { explained } from "./explanation.js";
import { memoryPlace } from "./links.js";
import { deleteLater, isGoing } from "./toasts.js";
import { change, keyOf, remove } from "./memory-changes.js";

export function memoryRow(memory, { isRanked, life }) {
  const row = h("tr");
  draw();
  return row;

  function draw() {
    const isBeingDeleted = isGoing(keyOf(memory));
    row.className = isBeingDeleted ? "going" : "";
    put(row,
      h("td", null, h("a", { href: memoryPlace(memory), className: "text break" }, memory.text), tags(memory.topics), isRanked && explained(memory)),
      h("td", { "data-name": "Type" }, h("span", { className: "tag on" }, memory.memory_type)),
      h("td", { "data-name": "Whose", className: "soft" }, owner(memory)),
      h("td", { "data-name": "Created", className: "soft" }, when(memory.created_at)),
      isRanked ? h("td", { "data-name": "Distance", className: "number mono" }, fraction(memory.dist)) : h("td", { "data-name": "Recalled", className: "number" }, `× ${memory.access_count}`),
      h("td", null, h("div", { className: "actions" },
        iconButton("pin", memory.pinned ? "Unpin" : "Pin", { "aria-pressed": String(memory.pinned), disabled: isBeingDeleted, onClick: pin }),
        iconButton("edit", "Edit", { disabled: isBeingDeleted, onClick: edit }),
        iconButton("delete", "Delete", { disabled: isBeingDeleted, onClick: erase }))));
  }

  async function pin() {
    memory = { ...memory, ...await change(memory, { pinned: !memory.pinned }) };
    draw();
    row.querySelector("[aria-pressed]").focus();
  }

  function edit() {
    const text = h("textarea", { rows: 3, value: memory.text, "aria-label": "Text of the memory", required: true });
    const save = h("button", { className: "primary" }, "Save");
    put(row.firstElementChild, h("form", { className: "editor", onSubmit: async event => {
      event.preventDefault();
      save.disabled = true;
      memory = { ...memory, ...await change(memory, { text: text.value.trim() }) };
      draw();
    } }, text, h("div", { className: "row" }, save, h("button", { type: "button", className: "plain", onClick: draw }, "Cancel"))));
    text.addEventListener("keydown", event => event.key === "Escape" && draw());
    text.focus();
  }

  function erase() {
    deleteLater(keyOf(memory), "The memory", { run: () => remove(memory), changed: () => { if (!life.aborted) draw(); } });
  }
}
