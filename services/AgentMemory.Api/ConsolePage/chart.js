// A bar per day. The same numbers are in a table for those who do not see the bars.
import { h, svg } from "./dom.js";
import { count, shortDay } from "./format.js";

const WIDTH = 900;
const HEIGHT = 170;
const TOP = 18;
const BOTTOM = 22;

export function growthChart(days) {
  const most = Math.max(1, ...days.map(day => day.created));
  const step = WIDTH / days.length;
  const room = HEIGHT - TOP - BOTTOM;
  const bars = days.map((day, index) => {
    const height = day.created === 0 ? 2 : Math.max(3, day.created / most * room);
    return svg("g", null,
      svg("title", null, `${shortDay(day.day)}: ${count(day.created)}`),
      svg("rect", { class: "zone", x: index * step, y: TOP, width: step, height: room }),
      svg("rect", { class: day.created === 0 ? "none" : "", x: index * step + step * .18, y: TOP + room - height, width: step * .64, height, rx: Math.min(3, height / 2) }));
  });
  const every = Math.ceil(days.length / 6);
  const names = days.map((day, index) => index % every === 0 &&
    svg("text", { x: index * step + step / 2, y: HEIGHT - 4, "text-anchor": index === 0 ? "start" : "middle" }, shortDay(day.day)));
  return h("div", null,
    svg("svg", { class: "chart", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true" },
      svg("line", { x1: 0, x2: WIDTH, y1: TOP + room + .5, y2: TOP + room + .5 }), bars,
      svg("text", { x: 0, y: 11 }, `most in a day: ${count(most)}`), names),
    h("table", { className: "unseen" }, h("caption", null, "Memories created per day"),
      h("thead", null, h("tr", null, h("th", null, "Day"), h("th", null, "Memories"))),
      h("tbody", null, days.map(day => h("tr", null, h("td", null, day.day), h("td", null, day.created))))));
}
