// The hall, live: numbers are written into the page as they come; news asks for the named fragments.
//
//   data-live="cast"            the text of this element is that number
//   data-live-bar="cast"        the value of this <progress> or <meter> is that number
//   data-live-show="poll:0"     shown only while the number equals the value
//   data-live-news="now desk"   an element with hx-get and hx-trigger="live"; fetched on such news
//   data-live-follow="cast"     an element with hx-get and hx-trigger="live"; fetched when that number changes
//   data-live-stale             shown instead, when the element holds a form that somebody is filling in (data-open-form)
//   data-open-typed             a form that is such a form only while something is typed in it
//
// When the stream drops, the same state is asked for every three seconds until it is back.
const POLL = 3000;
const SPREAD = 800; // milliseconds over which a hall full of phones spreads its requests
const LATER = 500; // milliseconds until a part in which something is being asked or signed is looked at again

let version = Number(document.documentElement.dataset.liveVersion || -1); // of the news that the page already shows
let timer = 0;
let tag = "";
let listening = false; // the first state only repeats what the page already shows
const fetching = new Map(); // id of a part that is being fetched → has there been news since?
const missed = new Set(); // ids of parts whose news waits for a form

function write(numbers) {
  for (const [name, value] of Object.entries(numbers)) {
    for (const element of document.querySelectorAll(`[data-live="${name}"]`)) element.textContent = value;
    for (const bar of document.querySelectorAll(`[data-live-bar="${name}"]`)) bar.value = value;
    for (const element of document.querySelectorAll(`[data-live-show^="${name}:"]`)) {
      element.hidden = element.dataset.liveShow !== `${name}:${value}`;
    }
  }
  document.dispatchEvent(new CustomEvent("live:numbers", { detail: numbers }));
  for (const element of document.querySelectorAll("[data-live-follow]")) {
    if (element.dataset.liveFollow in numbers && listening) fetchAnew(element.id);
  }
}

function refresh(topics) {
  for (const { id, dataset } of document.querySelectorAll("[data-live-news]")) {
    if (topics && !topics.some((topic) => dataset.liveNews.split(" ").includes(topic))) continue;
    const wait = document.documentElement.dataset.liveCalm === undefined ? Math.random() * SPREAD : 0;
    setTimeout(fetchAnew, wait, id);
  }
}

/**
 * Fetch the part with this id, whichever element has it by now: each fetch and each form's answer puts a new one there.
 * News that comes while it is fetched may not be in that answer, which leaves no place for a second: fetch once more.
 */
function fetchAnew(id) {
  const element = document.getElementById(id);
  if (!element || isHeld(element)) return;
  if (fetching.has(id)) {
    fetching.set(id, true);
  } else {
    missed.delete(id);
    window.htmx.trigger(element, "live");
  }
}

/** A broadcast never touches an open form, nor takes away what is being asked or signed: then it comes later. */
function isHeld(element) {
  if (element.querySelector("[data-open-form]")) {
    missed.add(element.id);
    for (const note of element.querySelectorAll("[data-live-stale]")) note.hidden = false;
    return true;
  }
  const asked = document.querySelector("dialog[open] [data-confirm-yes]") || element.querySelector("form[aria-busy]");
  if (asked) setTimeout(fetchAnew, LATER, element.id);
  return Boolean(asked);
}

document.addEventListener("htmx:before:swap", (event) => { // somebody may have begun to type while it was fetched
  const { sourceElement, sourceEvent } = event.detail.ctx;
  const element = sourceEvent?.type === "live" && document.getElementById(sourceElement.id);
  if (element && isHeld(element)) event.preventDefault();
});

document.addEventListener("input", ({ target }) => {
  const form = target.closest?.("form[data-open-typed]");
  if (!form) return;
  const typed = [...form.elements].some((one) => "defaultValue" in one && one.type !== "hidden" && one.value !== one.defaultValue);
  form.toggleAttribute("data-open-form", typed);
  const part = form.closest("[data-live-news]");
  if (!typed && missed.has(part?.id)) fetchAnew(part.id);
});

onFetch("before", (id) => fetching.set(id, false));
onFetch("finally", (id) => {
  const more = fetching.get(id);
  fetching.delete(id);
  if (more) fetchAnew(id);
});

function onFetch(moment, act) {
  document.addEventListener(`htmx:${moment}:request`, ({ detail: { ctx: { sourceElement, sourceEvent } } }) => {
    if (sourceEvent?.type === "live") act(sourceElement.id);
  });
}

function settle(state) {
  if (version >= 0 && state.version !== version) refresh(null);
  version = state.version;
  write(state.numbers);
  listening = true;
}

function show(state) {
  for (const dot of document.querySelectorAll("[data-live-dot]")) dot.dataset.liveState = state;
}

async function ask() {
  try {
    const answer = await fetch("/live/now", { headers: tag ? { "If-None-Match": tag } : {}, cache: "no-store" });
    if (answer.status === 200) {
      tag = answer.headers.get("etag") ?? "";
      settle(await answer.json());
    }
  } catch {
    // still cut off: the next question comes in three seconds
  }
}

function listen() {
  const stream = new EventSource("/live");
  stream.addEventListener("open", () => {
    clearInterval(timer);
    timer = 0;
    show("on");
  });
  stream.addEventListener("error", () => {
    show("lost");
    timer ||= setInterval(ask, POLL);
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, POLL);
  });
  stream.addEventListener("state", (event) => settle(JSON.parse(event.data)));
  stream.addEventListener("numbers", (event) => write(JSON.parse(event.data)));
  stream.addEventListener("news", (event) => {
    const { topics, version: next } = JSON.parse(event.data);
    version = next;
    refresh(topics);
  });
  window.addEventListener("pagehide", () => stream.close(), { once: true });
}

if (document.querySelector("[data-live-dot], [data-live], [data-live-news]")) {
  document.addEventListener("DOMContentLoaded", listen); // not before htmx knows the parts that news will fetch
}
window.addEventListener("pageshow", (event) => event.persisted && listen());
