// What a report's page can do beyond showing: themes, sorting, filters, distributions. Without it everything is there
// to read.
(() => {
  // So many rows are laid out until somebody asks for all: a browser takes its time over thousands.
  const firstRows = 200;

  const byId = (id) => document.getElementById(id);

  themes();
  openForPrint();
  const table = byId("all-cells");
  if (table) {
    const body = table.tBodies[0];
    const show = filtering(body);
    sorting(table, body, show);
    opening(body, JSON.parse(byId("distributions").textContent));
  }

  function themes() {
    const root = document.documentElement;
    const button = byId("theme");
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const isDark = () => (root.dataset.theme ?? (dark.matches ? "dark" : "light")) === "dark";
    const show = () => {
      button.textContent = isDark() ? "Light" : "Dark";
      button.setAttribute("aria-label", `Change to the ${isDark() ? "light" : "dark"} theme`);
    };
    const kept = stored();
    if (kept) root.dataset.theme = kept;
    button.hidden = false;
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      stored(root.dataset.theme);
      show();
    });
    dark.addEventListener("change", show);
    show();
  }

  // A page that was opened from a file may have no storage.
  function stored(theme) {
    try {
      if (theme) localStorage.setItem("theme", theme);
      const kept = localStorage.getItem("theme");
      return kept === "dark" || kept === "light" ? kept : null;
    } catch {
      return null;
    }
  }

  function openForPrint() {
    const closed = new Set();
    addEventListener("beforeprint", () => {
      for (const details of document.querySelectorAll("details:not([open])")) {
        closed.add(details);
        details.open = true;
      }
    });
    addEventListener("afterprint", () => {
      for (const details of closed) details.open = false;
      closed.clear();
    });
  }

  function sorting(table, body, show) {
    const headers = [...table.tHead.rows[0].cells];
    for (const [column, header] of headers.entries()) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = header.textContent;
      header.replaceChildren(button);
      button.addEventListener("click", () => {
        const descending = header.getAttribute("aria-sort") === "ascending";
        for (const other of headers) other.removeAttribute("aria-sort");
        header.setAttribute("aria-sort", descending ? "descending" : "ascending");
        const value = header.dataset.kind === "figure" ? numberOf : textOf;
        closeAll(body);
        const rows = [...body.rows].map((row) => ({ row, value: value(row.cells[column]) }));
        rows.sort((a, b) => compare(a.value, b.value, descending));
        body.append(...rows.map(({ row }) => row));
        show();
      });
    }
  }

  function numberOf(cell) {
    return cell.dataset.value === undefined ? null : Number(cell.dataset.value);
  }

  function textOf(cell) {
    return cell.textContent;
  }

  // What was not measured comes last, whichever way.
  function compare(a, b, descending) {
    if (a === null || b === null) return (a === null) - (b === null);
    const order = typeof a === "number" ? a - b : a.localeCompare(b, "en", { numeric: true });
    return descending ? -order : order;
  }

  /** Shows the rows that the filters leave, and returns what does so again. */
  function filtering(body) {
    const form = document.querySelector(".filters");
    const more = byId("more");
    const texts = new Map([...body.rows].map((row) => [row, row.textContent.toLowerCase()]));
    let most = firstRows;
    const show = () => {
      const words = byId("find").value.toLowerCase().split(/\s+/).filter(Boolean);
      const wanted = [...form.querySelectorAll("select")].filter(({ value }) => value !== "");
      let fitting = 0;
      closeAll(body);
      for (const row of body.rows) {
        const fits =
          words.every((word) => texts.get(row).includes(word)) &&
          wanted.every(({ value, dataset }) => nameIn(row, Number(dataset.column)) === value);
        if (fits) fitting += 1;
        row.hidden = !fits || fitting > most;
      }
      byId("shown").textContent = `${fitting} of ${texts.size} cells`;
      more.hidden = fitting <= most;
      more.textContent = `Show all ${fitting}, not the first ${most} only`;
    };
    const showAll = () => {
      most = Infinity;
      show();
    };
    form.hidden = false;
    form.addEventListener("input", show);
    form.addEventListener("reset", () => setTimeout(show));
    form.addEventListener("submit", (event) => event.preventDefault());
    more.addEventListener("click", showAll);
    addEventListener("beforeprint", showAll);
    show();
    return show;
  }

  /** The name in a cell, without the reason that may follow it. */
  function nameIn(row, column) {
    const cell = row.cells[column];
    const reason = cell.querySelector(".reason");
    return reason ? cell.textContent.slice(0, -reason.textContent.length) : cell.textContent;
  }

  function closeAll(body) {
    for (const row of body.querySelectorAll(".distribution")) row.remove();
    for (const button of body.querySelectorAll("[aria-expanded=true]"))
      button.setAttribute("aria-expanded", "false");
  }

  function opening(body, distributions) {
    for (const row of body.rows) {
      const processes = distributions.cells[row.dataset.cell];
      if (!processes) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "open-cell";
      button.textContent = row.cells[0].textContent;
      button.title = "Show the samples";
      button.setAttribute("aria-expanded", "false");
      row.cells[0].replaceChildren(button);
      button.addEventListener("click", () => {
        if (button.getAttribute("aria-expanded") === "true") {
          row.nextElementSibling.remove();
          button.setAttribute("aria-expanded", "false");
          return;
        }
        row.after(distributionRow(row, processes, distributions));
        button.setAttribute("aria-expanded", "true");
      });
    }
  }

  function distributionRow(row, processes, { kind, medians }) {
    const median = medians[row.dataset.cell];
    const name = [...row.cells].slice(0, 3).map(textOf).join(", ");
    const colds = processes.map(([, cold]) => cold).filter((cold) => cold !== null);
    const opened = document.createElement("tr");
    opened.className = "distribution";
    const cell = opened.insertCell();
    cell.colSpan = row.cells.length;
    const box = document.createElement("div");
    box.className = "samples";
    const sentence = document.createElement("p");
    const what =
      kind === "samples" ? "every warm sample" : "smallest, quartiles, median and largest warm sample";
    sentence.textContent = `${name}: ${what} of ${processes.length} processes, ms (the axis does not start at 0). A bar is a process's median; the line is the cell's, the band its 95 % interval.${colds.length > 0 ? ` Cold samples, not drawn: ${shortList(colds)} ms.` : ""}`;
    box.append(sentence, drawing(name, processes, median, kind));
    cell.append(box);
    return opened;
  }

  function shortList(values) {
    const shown = values.slice(0, 12).map(String).join(", ");
    return values.length > 12 ? `${shown}, …` : shown;
  }

  function drawing(name, processes, median, kind) {
    const [width, height, left, right, top, bottom] = [720, 240, 62, 8, 8, 34];
    const warm = processes.flatMap(([, , ...values]) => values);
    const known = [...warm, ...(median ?? [])].filter((value) => value !== null);
    const low = Math.min(...ends(known));
    const high = Math.max(...ends(known));
    const pad = (high - low || high * 0.01 || 1) * 0.06;
    const y = (value) => top + ((high + pad - value) / (high - low + 2 * pad)) * (height - top - bottom);
    const step = (width - left - right) / processes.length;
    const x = (index) => left + (index + 0.5) * step;
    const svg = element("svg", {
      viewBox: `0 0 ${width} ${height}`,
      role: "img",
      "aria-label": `Samples of ${name}`,
    });
    for (const tick of ticks(low - pad, high + pad)) {
      svg.append(
        element("line", { x1: left, x2: width - right, y1: y(tick), y2: y(tick), stroke: "var(--grid)" }),
        label(left - 6, y(tick) + 4, String(tick), "end"),
      );
    }
    if (median) {
      const [value, from, to] = median;
      if (from !== null && to !== null) {
        const band = { x: left, width: width - left - right, y: y(to), height: Math.max(1, y(from) - y(to)) };
        svg.append(element("rect", { ...band, fill: "var(--series-1)", opacity: 0.15 }));
      }
      svg.append(
        element("line", {
          x1: left,
          x2: width - right,
          y1: y(value),
          y2: y(value),
          stroke: "var(--series-1)",
          "stroke-width": 1.5,
        }),
      );
    }
    const every = Math.ceil(processes.length / 30);
    for (const [index, [process, , ...values]] of processes.entries()) {
      const spread = Math.min(step * 0.6, 30);
      for (const [place, value] of values.entries()) {
        const shift =
          kind === "samples" && values.length > 1 ? (place / (values.length - 1) - 0.5) * spread : 0;
        svg.append(
          element("circle", {
            cx: x(index) + shift,
            cy: y(value),
            r: 2.5,
            fill: "var(--muted)",
            opacity: 0.75,
          }),
        );
      }
      const middle = middleOf(values);
      if (middle !== undefined) {
        const bar = {
          x1: x(index) - spread / 2 - 3,
          x2: x(index) + spread / 2 + 3,
          y1: y(middle),
          y2: y(middle),
        };
        svg.append(element("line", { ...bar, stroke: "var(--series-2)", "stroke-width": 2.5 }));
      }
      if (index % every === 0) svg.append(label(x(index), height - 18, process, "middle"));
    }
    svg.append(label((left + width - right) / 2, height - 3, "process", "middle"));
    return svg;
  }

  /** Smallest and largest, without a call that takes each value as an argument. */
  function ends(values) {
    let [low, high] = [Infinity, -Infinity];
    for (const value of values) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
    return [low, high];
  }

  function middleOf(values) {
    const sorted = [...values].sort((a, b) => a - b);
    if (sorted.length === 0) return undefined;
    return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
  }

  function ticks(low, high) {
    const rough = (high - low) / 4;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= rough);
    const digits = Math.max(0, -Math.floor(Math.log10(step)));
    const found = [];
    for (let tick = Math.ceil(low / step); tick * step <= high; tick += 1) {
      found.push(Number((tick * step).toFixed(Math.min(20, digits))));
    }
    return found;
  }

  function element(name, attributes) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, String(value));
    return made;
  }

  function label(x, y, text, anchor) {
    const made = element("text", { x, y, "text-anchor": anchor, fill: "var(--muted)", "font-size": 11 });
    made.textContent = text;
    return made;
  }
})();
