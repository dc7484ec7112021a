// A bar per day. The same numbers are in a table for those who do not see the bars.
import { h, svg } from "./dom.js";
import { count, shortDay } from "./format.js";

const WIDTH = 900;
const HEIGHT = 140;

export function growthChart(days) {
  const most = Math.max(1, ...days.map(day => day.created));
  const step = WIDTH / days.length;
  const bars = days.map((day, index) => {
    const height = day.created === 0 ? 2 : Math.max(3, day.created / most * HEIGHT);
    return svg("g", null,
      svg("title", null, `${shortDay(day.day)}: ${count(day.created)}`),
      svg("rect", { class: "zone", x: index * step, y: 0, width: step, height: HEIGHT }),
      svg("rect", { class: day.created === 0 ? "none" : "", x: index * step + step * .18, y: HEIGHT - height, width: step * .64, height }));
  });
  return h("div", { className: "chart" },
    h("p", { className: "soft small" }, count(most)),
    svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true" },
      svg("line", { x1: 0, x2: WIDTH, y1: .5, y2: .5 }), svg("line", { x1: 0, x2: WIDTH, y1: HEIGHT - .5, y2: HEIGHT - .5 }), bars),
    h("p", { className: "row spread soft small", "aria-hidden": "true" }, [0, .5, 1].map(share => h("span", null, shortDay(days[Math.round(share * (days.length - 1))].day)))),
    h("table", { className: "unseen" }, h("caption", null, "Memories created per day"),
      h("thead", null, h("tr", null, h("th", null, "Day"), h("th", null, "Memories"))),
      h("tbody", null, days.map(day => h("tr", null, h("td", null, day.day), h("td", null, day.created))))));
}
