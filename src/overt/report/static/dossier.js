"use strict";
(() => {
  const root = document.documentElement;
  const all = (selector, from = document) => Array.from(from.querySelectorAll(selector));
  root.classList.add("js");
  all(".tools").forEach((tools) => { tools.hidden = false; });

  // The theme: the system's, until the button says otherwise.
  const theme = document.getElementById("theme");
  const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const tell = () => { theme.setAttribute("aria-pressed", String(dark())); };
  theme.addEventListener("click", () => { root.dataset.theme = dark() ? "light" : "dark"; tell(); });
  tell();

  // Receipts: open all, close all; on paper all are open.
  const receipts = all(".receipt details");
  const expand = document.getElementById("expand");
  if (expand) {
    expand.addEventListener("click", () => {
      const open = expand.getAttribute("aria-pressed") !== "true";
      receipts.forEach((one) => { one.open = open; });
      expand.setAttribute("aria-pressed", String(open));
      expand.textContent = open ? "Close all receipts" : "Open all receipts";
    });
  }
  let closed = [];
  addEventListener("beforeprint", () => { closed = all("details:not([open])"); closed.forEach((one) => { one.open = true; }); });
  addEventListener("afterprint", () => { closed.forEach((one) => { one.open = false; }); });

  // The filter hides rows; it never removes anything.
  const filter = document.getElementById("filter");
  if (filter) {
    const said = document.getElementById("filter-said");
    const rows = all("[data-find]");
    const texts = rows.map((row) => row.textContent.toLowerCase());
    let waiting = 0;
    const apply = () => {
      const wanted = filter.value.trim().toLowerCase();
      let shown = 0;
      rows.forEach((row, place) => { row.hidden = wanted !== "" && !texts[place].includes(wanted); shown += !row.hidden; });
      said.textContent = wanted === "" ? "" : `Showing ${shown} of ${rows.length} receipts and accounts on this page.`;
    };
    filter.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(apply, 120); });
  }

  // Tables: a button in each head sorts by that column, numbers as numbers.
  const value = (body, column) => {
    const text = (body.rows ? body.rows[0] : body).cells[column].textContent.trim();
    const number = parseFloat(text.replace(/,/g, ""));
    return Number.isNaN(number) || !/^[-\d.,e+]+$/i.test(text) ? text.toLowerCase() : number;
  };
  const compare = (a, b) => typeof a === typeof b ? (a < b ? -1 : a > b ? 1 : 0) : typeof a === "number" ? -1 : 1;
  all("table.sortable").forEach((table) => {
    const heads = all("thead th", table);
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") !== "ascending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const many = table.tBodies.length > 1;
        const parts = many ? Array.from(table.tBodies) : Array.from(table.tBodies[0].rows);
        const keyed = parts.map((part) => [value(part, column), part]);
        keyed.sort((one, other) => up ? compare(one[0], other[0]) : compare(other[0], one[0]));
        keyed.forEach(([, part]) => (many ? table : table.tBodies[0]).append(part));
      });
    });
  });

  // The network picture: pick an account, by mouse in the picture or by keyboard in the list.
  all("svg.net").forEach((picture) => {
    const nodes = new Map(all(".n", picture).map((node) => [node.dataset.n, node]));
    const marked = all("[data-n]", picture);
    const lines = all(".edges path", picture).map((line) => [line, line.dataset.e.split(" ")]);
    const panel = document.createElement("div");
    panel.className = "pick";
    const label = document.createElement("label");
    const select = document.createElement("select");
    const said = document.createElement("p");
    said.setAttribute("role", "status");
    label.append("Highlight an account ", select);
    select.append(new Option("none", ""));
    nodes.forEach((node, number) => select.append(new Option(node.querySelector("title").textContent.split(", ")[0], number)));
    panel.append(label, said);
    picture.after(panel);
    const pick = (number) => {
      picture.classList.toggle("picked", number !== "");
      const near = new Set();
      lines.forEach(([line, ends]) => {
        const on = number !== "" && ends.includes(number);
        line.classList.toggle("on", on);
        if (on) ends.forEach((end) => near.add(end));
      });
      marked.forEach((mark) => mark.classList.toggle("on", near.has(mark.dataset.n) || mark.dataset.n === number));
      near.delete(number);
      const others = Array.from(near, Number).sort((a, b) => a - b).join(", ");
      said.textContent = number === "" ? "" : near.size ? `No. ${number} is linked with no. ${others}.` : `No line of no. ${number} is drawn.`;
      select.value = number;
    };
    select.addEventListener("change", () => pick(select.value));
    picture.addEventListener("click", (event) => {
      const node = event.target.closest(".n");
      pick(node && node.dataset.n !== select.value ? node.dataset.n : "");
    });
  });
})();
