"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const picture = byId("picture"), wires = byId("wires"), feed = byId("feed");
  const clock = byId("clock"), live = byId("live");
  const SVG = "http://www.w3.org/2000/svg", KEPT = 60;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const nodes = new Map();
  for (const node of picture.querySelectorAll(".actor")) nodes.set(node.dataset.name, node);
  const ofLog = (log) => picture.querySelector(`.actor[data-log="${CSS.escape(log)}"]`);

  const point = (node, side) => {
    const box = node.getBoundingClientRect(), own = picture.getBoundingClientRect();
    return [box.left - own.left + box.width / 2, (side < 0 ? box.top : box.bottom) - own.top];
  };
  const curve = (a, b) => {
    const down = a.getBoundingClientRect().top <= b.getBoundingClientRect().top;
    const [x1, y1] = point(a, down ? 1 : -1), [x2, y2] = point(b, down ? -1 : 1);
    const middle = (y1 + y2) / 2;
    return `M${x1},${y1} C${x1},${middle} ${x2},${middle} ${x2},${y2}`;
  };
  const draw = () => {
    wires.replaceChildren();
    const ministry = ofLog("ministry");
    const wire = (a, b) => {
      const path = document.createElementNS(SVG, "path");
      path.setAttribute("d", curve(a, b));
      wires.append(path);
    };
    for (const node of nodes.values()) {
      const [kind, rest] = node.dataset.log.split(".");
      if (kind === "province") wire(ministry, node);
      if (kind === "enterprise") {
        const bureau = ofLog(`province.${rest.slice(0, 6)}`);
        if (bureau) wire(bureau, node);
      }
    }
  };

  const lit = (node) => {
    node.classList.add("lit");
    clearTimeout(node.fading);
    node.fading = setTimeout(() => node.classList.remove("lit"), 900);
  };
  const send = (from, to) => {
    if (still || from === to) return;
    const dot = document.createElementNS(SVG, "circle");
    dot.setAttribute("r", "4.5");
    const motion = document.createElementNS(SVG, "animateMotion");
    for (const [name, value] of [["dur", "0.8s"], ["begin", "indefinite"], ["fill", "freeze"], ["path", curve(from, to)]]) motion.setAttribute(name, value);
    dot.append(motion);
    wires.append(dot);
    motion.beginElement();
    setTimeout(() => dot.remove(), 850);
  };
  const show = (one) => {
    const from = nodes.get(one.source), to = nodes.get(one.target);
    for (const node of [from, to]) if (node) lit(node);
    if (from && to) send(from, to);
    else if (from && one.target === "全网") for (const node of nodes.values()) if (node.dataset.log.startsWith("province.")) send(from, node);
    const text = (tag, kind, words) => {
      const made = document.createElement(tag);
      if (kind) made.className = kind;
      made.textContent = words;
      return made;
    };
    const item = text("li", "new", "");
    const way = text("p", "way", "");
    way.append(text("span", "", one.source), text("i", "", "→"), text("span", "", one.target));
    const where = text("p", "where", "");
    where.append(text("code", "", one.type), " ", text("code", "", `${one.log}/${one.position}`));
    const at = one.network_time;
    item.append(text("time", "", `${at.slice(5, 10)} ${at.slice(11, 19)}`), way, text("p", "what", one.title), where);
    for (const empty of feed.querySelectorAll(".empty")) empty.remove();
    feed.prepend(item);
    while (feed.children.length > KEPT) feed.lastElementChild.remove();
  };

  let base = Date.parse(clock.dataset.now), since = performance.now();
  let mode = clock.dataset.mode, rate = Number(clock.dataset.rate) || 1;
  const tick = () => {
    const passed = mode === "frozen" ? 0 : (performance.now() - since) * rate;
    const shown = new Date(base + passed + 8 * 3600e3).toISOString();
    byId("now").textContent = `${shown.slice(0, 10)} ${shown.slice(11, 19)}`;
  };
  const told = (state) => {
    base = Date.parse(state.clock.now); since = performance.now();
    mode = state.clock.mode; rate = state.clock.rate || 1;
    clock.classList.toggle("frozen", mode === "frozen");
    byId("mode").textContent = (mode === "frozen" ? "已冻结" : "运行中") + (rate !== 1 ? ` ×${rate}` : "");
    for (const actor of state.actors) {
      const node = ofLog(actor.log);
      if (!node) continue;
      node.classList.toggle("away", !actor.ready);
      for (const place of node.querySelectorAll("[data-of]")) {
        const value = actor[place.dataset.of];
        place.textContent = value === null ? "—" : value;
      }
    }
    tick();
  };

  clock.classList.toggle("frozen", mode === "frozen");
  draw();
  new ResizeObserver(draw).observe(picture);
  setInterval(tick, 200);
  const source = new EventSource("/api/events");
  source.addEventListener("state", (event) => told(JSON.parse(event.data)));
  source.addEventListener("crossing", (event) => show(JSON.parse(event.data)));
  source.onopen = () => { live.textContent = "● 实时"; live.className = "on"; };
  source.onerror = () => { live.textContent = "连接中断，正在重连…"; live.className = ""; };
})();
