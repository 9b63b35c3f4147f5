// Replaces the parts of a page that have changed, says when the hub is silent, and remembers light or dark. Nothing else.
const STALE_AFTER_MS = 5000;
const AGAIN_AFTER_MS = 2000;
const root = document.documentElement;
const policy = window.trustedTypes?.createPolicy("board", { createHTML: (html) => html }) ?? { createHTML: (html) => html };
const flag = document.getElementById("stale");
let last = performance.now();

function refresh(html) {
  const news = document.createElement("template");
  news.innerHTML = policy.createHTML(html);
  const focused = document.activeElement?.id;
  for (const region of news.content.querySelectorAll("[data-region]")) {
    const old = document.querySelector(`[data-region="${region.dataset.region}"]`);
    if (old && !old.isEqualNode(region)) {
      const held = old.contains(document.activeElement);
      old.replaceWith(region);
      if (held && focused) document.getElementById(focused)?.focus({ preventScroll: true });
    }
  }
}

function heard() {
  last = performance.now();
  if (root.dataset.stale) {
    delete root.dataset.stale;
    flag.textContent = "";
  }
}

function listen() {
  const source = new EventSource(root.dataset.events);
  source.addEventListener("board", (event) => {
    refresh(event.data);
    heard();
  });
  // A browser tries again by itself after a broken line, but not after a hub that answered with an error.
  source.addEventListener("error", () => {
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, AGAIN_AFTER_MS);
  });
}

if (root.dataset.events) {
  listen();
  setInterval(() => {
    if (!root.dataset.stale && performance.now() - last > STALE_AFTER_MS) {
      root.dataset.stale = "1";
      flag.textContent = "STALE · no word from the hub · what you see has stopped at " + (document.querySelector(".dtg b")?.textContent ?? "its DTG");
    }
  }, 500);
}

const theme = document.getElementById("theme");
const remembered = localStorage.getItem("theme");
if (remembered) root.dataset.theme = remembered;
if (theme) {
  theme.hidden = false;
  theme.addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    localStorage.setItem("theme", root.dataset.theme);
  });
}
