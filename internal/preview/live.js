// Shows what is wrong with the guides, and the new page when it changed.
const script = document.currentScript;
let source;
let turns = 0;

function listen() {
  const query = new URLSearchParams({ page: location.pathname, seen: script.dataset.seen });
  source = new EventSource(`/_upgraph/events?${query}`);
  source.addEventListener("reload", renew);
  source.addEventListener("state", (event) => show(JSON.parse(event.data).faults));
}

// A page that changed is fetched, and its body takes the place of the one that
// is there: the browser need not begin anew with style sheet and scripts.
function renew() {
  const request = new XMLHttpRequest();
  request.open("GET", location.href);
  request.responseType = "document"; // which the browser parses, so the policy has nothing against it
  request.onload = () => {
    if (request.status !== 200 || !taken(request.response)) location.reload();
  };
  request.onerror = () => location.reload();
  request.send();
}

// fetched is what a page has in its head that the browser fetches.
function fetched(page) {
  return [...page.querySelectorAll("link[rel=stylesheet], head script[src]")].map((e) => e.getAttribute("href") ?? e.getAttribute("src")).join();
}

// taken reports whether the body of another page could be taken over. The page of
// the search has results in it that the other one lacks.
function taken(page) {
  const live = page?.querySelector("script[data-seen]");
  if (!live || fetched(page) !== fetched(document) || document.getElementById("found")) return false;
  source.close();
  const at = scrollY;
  document.title = page.title;
  document.body.replaceWith(document.adoptNode(page.body));
  scrollTo(0, at);
  turns++; // a module runs once for each address
  for (const module of document.querySelectorAll("head script[type=module]")) import(`${module.src}?${turns}`);
  script.dataset.seen = live.dataset.seen;
  listen();
  return true;
}

function element(name, className, text) {
  const e = document.createElement(name);
  if (className) e.className = className;
  if (text) e.textContent = text;
  return e;
}

function item(fault) {
  const li = element("li", fault.severity);
  const place = [fault.file, fault.line, fault.column].filter(Boolean).join(":");
  const head = element("p", "place");
  head.append(element("b", "", place), ` ${fault.severity} ${fault.code}`);
  li.append(head, element("p", "", fault.message));
  if (fault.source) li.append(element("pre", "", fault.source));
  if (fault.hint) li.append(element("p", "hint", fault.hint));
  return li;
}

function list(faults) {
  const ul = element("ul");
  ul.append(...faults.map(item));
  return ul;
}

function count(n, noun) {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

// Errors lie over the page until they are mended or closed; warnings are a
// line at the bottom that opens.
function show(faults) {
  document.getElementById("upgraph-live")?.remove();
  const errors = faults.filter((f) => f.severity === "error");
  const others = faults.filter((f) => f.severity !== "error");
  if (!faults.length) return;
  const box = element("aside", errors.length ? "errors" : "");
  box.id = "upgraph-live";
  box.setAttribute("role", errors.length ? "alert" : "status");
  if (errors.length) {
    const close = element("button", "", "Close");
    close.type = "button";
    close.addEventListener("click", () => box.remove());
    box.append(element("h2", "", `${count(errors.length, "error")}: the page is as it was before`), close, list(errors));
  }
  if (others.length) {
    const details = element("details");
    details.append(element("summary", "", count(others.length, "warning")), list(others));
    box.append(details);
  }
  document.body.append(box);
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.getElementById("upgraph-live")?.remove();
});
// A page that goes into the browser's memory must let go of its connection.
addEventListener("pagehide", () => source.close());
addEventListener("pageshow", (event) => event.persisted && listen());
listen();
