// What a pointer or an arrow key finds in a picture, and the panel that answers "what if". Numbers are read from the
// tables under the pictures, so that a page has each of them once.

const tip = document.getElementById("tip");

function told(row, heads) {
  const [label, ...cells] = row.cells;
  const lines = cells.map((cell, k) => `${heads[k + 1].textContent}: ${cell.textContent}`);
  return [label.textContent, ...lines];
}

function show(lines, x, y) {
  tip.replaceChildren(...lines.map(line => Object.assign(document.createElement("div"), { textContent: line })));
  tip.hidden = false;
  const left = Math.min(x + 14, document.documentElement.clientWidth - tip.offsetWidth - 8);
  const top = y + tip.offsetHeight + 20 > innerHeight ? y - tip.offsetHeight - 12 : y + 14;
  tip.style.left = `${Math.max(left, 8)}px`;
  tip.style.top = `${Math.max(top, 8)}px`;
}

function hide() {
  tip.hidden = true;
  for (const line of document.querySelectorAll(".cursor")) line.remove();
}

// What a picture answers to a pointer and to arrow keys: `count` places, the nearest to an event, where the cursor of one
// is, what it says, and which place a key leads to.
function readable(svg, { count, nearest, cursor, lines, step }) {
  let current = -1;
  const point = (index, y) => {
    hide();
    current = Math.min(Math.max(index, 0), count - 1);
    const [shape, at] = cursor(current);
    const mark = document.createElementNS(svg.namespaceURI, shape);
    for (const [name, value] of Object.entries({ class: "cursor", ...at })) mark.setAttribute(name, value);
    svg.append(mark);
    const box = mark.getBoundingClientRect();
    show(lines(current), box.right, y ?? box.top + 20);
  };
  const from = event => {
    const index = nearest(event);
    if (index < 0) hide(); else point(index, event.clientY);
  };
  svg.addEventListener("pointermove", from);
  svg.addEventListener("pointerdown", from);
  svg.addEventListener("pointerleave", hide);
  svg.addEventListener("blur", hide);
  svg.addEventListener("keydown", event => {
    if (event.key === "Escape") hide();
    const by = step[event.key], goal = event.key === "Home" ? 0 : event.key === "End" ? count - 1 : current < 0 ? 0 : current + by;
    if (by === undefined && !["Home", "End"].includes(event.key)) return;
    event.preventDefault();
    point(goal);
  });
  svg.setAttribute("tabindex", "0");
}

const across = { ArrowRight: 1, ArrowLeft: -1 }, down = { ArrowDown: 1, ArrowUp: -1 };

function plotted(svg, rows, heads) {
  const places = svg.dataset.at.split(" ").map(Number);
  const x = event => {
    const box = svg.getBoundingClientRect();
    return (event.clientX - box.left) / box.width * svg.viewBox.baseVal.width;
  };
  readable(svg, {
    count: places.length,
    nearest: event => places.reduce((best, place, k) => Math.abs(place - x(event)) < Math.abs(places[best] - x(event)) ? k : best, 0),
    cursor: k => ["line", { x1: places[k], x2: places[k], y1: svg.dataset.top, y2: svg.dataset.bottom }],
    lines: k => told(rows[k], heads),
    step: across,
  });
}

const boxOf = part => {
  const { x, y, width, height } = part.getBBox();
  return ["rect", { x, y, width, height }];
};

function mapped(svg, rows, heads) {
  const cells = [...svg.querySelectorAll(".cell")], columns = Number(svg.dataset.columns);
  readable(svg, {
    count: cells.length,
    nearest: event => cells.findIndex(cell => cell === event.target || cell.nextElementSibling === event.target && event.target.matches(".in")),
    cursor: k => boxOf(cells[k]),
    lines: k => {
      const row = rows[Math.floor(k / columns)], column = k % columns + 1;
      return [`${row.cells[0].textContent} ${heads[column].textContent}`, row.cells[column].textContent];
    },
    step: { ...across, ArrowDown: columns, ArrowUp: -columns },
  });
}

function listed(svg, rows, heads) {
  const bars = [...svg.querySelectorAll(".row")];
  readable(svg, {
    count: bars.length,
    nearest: event => bars.indexOf(event.target.closest(".row")),
    cursor: k => boxOf(bars[k]),
    lines: k => told(rows[k], heads),
    step: { ...across, ...down },
  });
}

for (const figure of document.querySelectorAll("figure")) {
  const svg = figure.querySelector("svg.chart"), heads = figure.querySelectorAll("thead th");
  const rows = [...figure.querySelectorAll("tbody tr")];
  (svg.dataset.at ? plotted : svg.dataset.columns ? mapped : listed)(svg, rows, heads);
}

// On paper what an auditor asks for is open.
const folded = document.querySelectorAll("details.paper");
addEventListener("beforeprint", () => {
  for (const part of folded) Object.assign(part, { wasOpen: part.open, open: true });
});
addEventListener("afterprint", () => {
  for (const part of folded) part.open = part.wasOpen;
});

// A sheet is made smaller until it fits one.
const PAPER = { width: "182mm", height: 273 / 25.4 * 96 };
if (document.body.classList.contains("sheet")) {
  const { style } = document.body;
  addEventListener("beforeprint", () => {
    Object.assign(style, { width: PAPER.width, maxWidth: "none", margin: "0" });
    for (let zoom = 1; zoom > .5 && document.documentElement.getBoundingClientRect().height > PAPER.height; zoom -= .02) {
      Object.assign(style, { zoom, width: `calc(${PAPER.width} / ${zoom})` });
    }
  });
  addEventListener("afterprint", () => Object.assign(style, { width: "", maxWidth: "", margin: "", zoom: "" }));
}

// Figures as the tool writes them: rounded half up, noise in the last digits aside.
const halfUp = value => Math.floor(value * (1 + 1e-12) + 0.5);
const share = value => `${(halfUp(value * 1000) / 10).toFixed(1)} %`;
function duration(seconds) {
  const tenths = halfUp(seconds * 10);
  if (seconds < 60 && tenths < 600) return `${String(tenths / 10)}s`;
  const whole = halfUp(seconds), hours = Math.floor(whole / 3600), minutes = Math.floor(whole / 60) % 60;
  const parts = [[hours, "h"], [minutes, "m"], [whole % 60, "s"]];
  return parts.filter(([count]) => count).map(([count, unit]) => `${count}${unit}`).join(" ");
}
const written = {
  service_level: share,
  asa_s: duration,
  mean_wait_s: duration,
  abandonment: share,
  occupancy: share,
};

const MOST_OPERATORS = 1e7;

// What misses its target, with as many digits as it takes to see that.
function beyond(name, value, limit) {
  const isShare = written[name] === share, shown = written[name](value);
  if (shown !== written[name](limit)) return shown;
  for (let digits = 2; digits < 10; digits++) {
    const [finer, asked] = [value, limit].map(one => (isShare ? one * 100 : one).toFixed(digits));
    if (finer !== asked) return isShare ? `${finer} %` : `${finer}s`;
  }
  return shown;
}

function panel(form) {
  const plan = JSON.parse(document.getElementById("plan").textContent);
  const field = name => form.elements[name];
  const outputs = [...form.querySelectorAll("[data-now]")];
  const chosen = () => plan.days[field("day").value];
  const fields = ["operators", "calls", "aht", "patience"];
  const given = form.querySelector("[data-given]");
  const words = document.getElementById("said"), sentences = JSON.parse(words.dataset.words);
  const worse = (name, value, limit) => name === "service_level" ? value < limit * (1 - 1e-9) : value > limit * (1 + 1e-9);

  function times() {
    const day = chosen(), open = [...day.starts.keys()].filter(k => day.calls[k] > 0);
    const options = open.map(k => new Option(day.starts[k], k));
    field("time").replaceChildren(...options);
    field("time").value = open.reduce((best, k) => day.operators[k] > day.operators[best] ? k : best, open[0]);
    prefill();
  }

  function prefill() {
    const day = chosen(), k = field("time").value;
    for (const name of fields) {
      const exact = day[name][k] ?? "", input = field(name);
      input.value = exact === "" ? "" : Math.round(exact * 10) / 10;
      Object.assign(input.dataset, { exact, shown: input.value });
    }
    given.hidden = day.given[k] === null;
    const table = document.querySelector(`figure[data-day="${field("day").value}"] table`);
    for (const cell of form.querySelectorAll("[data-plan]")) {
      const column = [...table.tHead.rows[0].cells].findIndex(head => head.dataset.name === cell.dataset.plan);
      cell.textContent = table.tBodies[0].rows[k].cells[column].textContent;
    }
    answer();
  }

  // What stands in a field, or the plan's exact figure while nobody has changed the rounded one.
  function number(name) {
    const input = field(name);
    return Number(input.value === input.dataset.shown ? input.dataset.exact : input.value);
  }

  // The state of the interval as it stands in the fields, with so many operators.
  function stateOf(operators) {
    const day = chosen();
    return steadyState({
      callsPerHour: number("calls") * 3600 / plan.interval_s,
      ahtS: number("aht"),
      patienceS: number("patience") || null,
      operators,
      withinS: day.within_s,
      shortS: day.short_s,
      of: day.of,
    });
  }

  function missed(state) {
    return Object.entries(chosen().limits).filter(([name, limit]) => state[name] === null || worse(name, state[name], limit));
  }

  const keeps = operators => {
    const state = stateOf(operators);
    return state.status === "ok" && !missed(state).length;
  };

  // The fewest operators that keep every target: double, then halve.
  function needed() {
    let few = 0, enough = 1;
    while (!keeps(enough)) {
      if (enough > MOST_OPERATORS) return null;
      few = enough;
      enough *= 2;
    }
    while (enough - few > 1) {
      const middle = Math.floor((few + enough) / 2);
      if (keeps(middle)) enough = middle; else few = middle;
    }
    return enough;
  }

  function verdict(state) {
    const { limits } = chosen();
    if (!Object.keys(limits).length) return "";
    const need = needed(), fails = state.status === "ok" ? missed(state) : [];
    const said = fails.map(([name, limit]) =>
      sentences.by[name].replace("{value}", beyond(name, state[name], limit)).replace("{target}", written[name](limit)));
    const first = fails.length ? sentences.missed.replace("{missed}", said.join("; ")) : state.status === "ok" ? sentences.kept : "";
    return `${first} ${need === null ? sentences.unreached : sentences.need.replace("{operators}", need.toLocaleString("en"))}`.trim();
  }

  function answer() {
    const valid = form.checkValidity(), now = number("operators");
    const states = new Map(valid ? [-1, 0, 1].map(more => [String(more), stateOf(Math.max(now + more, 0))]) : []);
    for (const cell of outputs) {
      const value = states.get(cell.dataset.more)?.[cell.dataset.now];
      cell.textContent = typeof value === "number" ? written[cell.dataset.now](value) : "–";
    }
    const state = states.get("0") ?? { status: "unreadable" };
    const noted = words.dataset[state.status.replace("no-calls", "quiet")] ?? "";
    words.textContent = [noted, valid && state.status !== "no-calls" ? verdict(state) : ""].filter(Boolean).join(" ");
    words.classList.toggle("low", state.status !== "ok" || missed(state).length > 0);
    curve(valid && state.status !== "no-calls", now);
  }

  // Service level over operators around the load: the line, the target, and where one stands.
  function curve(isKnown, now) {
    const svg = document.getElementById("curve"), day = chosen(), { service_level: target } = day.limits;
    svg.parentElement.classList.toggle("empty", !isKnown || !day.of);
    if (!isKnown || !day.of) return svg.replaceChildren();
    const load = number("calls") * number("aht") / plan.interval_s, k = field("time").value;
    const at = { now, needed: day.operators[k], given: day.given[k] }, names = new Map();
    for (const [name, operators] of Object.entries(at)) {
      if (operators !== null) names.set(operators, [...(names.get(operators) ?? []), sentences.marks[name]]);
    }
    const known = [...names].map(([operators, named]) => [named.join(", "), operators]);
    const low = Math.max(Math.floor(Math.min(load * .6, ...known.map(([, at]) => at))), 0);
    const high = Math.max(Math.ceil(load * 1.4), low + 4, ...known.map(([, at]) => at));
    const steps = Math.min(high - low, 60), x = at => 50 + (at - low) / (high - low) * 450, y = level => 170 - level * 150;
    const points = Array.from({ length: steps + 1 }, (_, j) => Math.round(low + (high - low) * j / steps))
      .map(at => `${x(at).toFixed(1)} ${y(stateOf(at).service_level ?? 0).toFixed(1)}`);
    const parts = [[0, "0 %"], [.5, "50 %"], [1, "100 %"]].flatMap(([level, name]) => [
      ["line", { class: "grid", x1: 50, x2: 500, y1: y(level), y2: y(level) }], ["text", { x: 44, y: y(level) + 4, "text-anchor": "end" }, name]]);
    parts.push(["path", { class: "line a", d: `M${points.join("L")}` }]);
    if (target !== undefined) parts.push(["line", { class: "line c", x1: 50, x2: 500, y1: y(target), y2: y(target) }]);
    known.forEach(([name, at], j) => parts.push(
      ["line", { class: "mark", x1: x(at), x2: x(at), y1: 20, y2: 170 }],
      ["text", { class: "named", x: x(at), y: 160 - 18 * j, "text-anchor": x(at) > 275 ? "end" : "start" }, `${name} ${at.toLocaleString("en")}`]));
    parts.push(["text", { x: 50, y: 190 }, String(low)], ["text", { x: 500, y: 190, "text-anchor": "end" }, String(high)]);
    svg.replaceChildren(...parts.map(([shape, attributes, name = ""]) => {
      const part = document.createElementNS(svg.namespaceURI, shape);
      for (const [key, value] of Object.entries(attributes)) part.setAttribute(key, value);
      part.textContent = name;
      return part;
    }));
  }

  field("day").addEventListener("change", times);
  field("time").addEventListener("change", prefill);
  form.addEventListener("input", answer);
  form.addEventListener("submit", event => event.preventDefault());
  form.addEventListener("reset", event => { event.preventDefault(); prefill(); });
  given.addEventListener("click", () => {
    field("operators").value = chosen().given[field("time").value];
    answer();
  });
  for (const button of form.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () => {
      const input = field(button.dataset.field), by = Number(button.dataset.step);
      if (Number.isNaN(input.valueAsNumber)) return;
      input.value = Math.max(Number(input.min), Math.round((input.valueAsNumber + by) * 1e6) / 1e6);
      answer();
    });
  }
  form.hidden = false;
  const called = plan.days.map(day => day.calls.some(calls => calls > 0));
  [...field("day").options].forEach((option, k) => { option.disabled = !called[k]; });
  field("day").value = called.indexOf(true);
  times();
}

const form = document.getElementById("whatif");
if (form) panel(form);
