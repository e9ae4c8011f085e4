// Asks for the wall anew every three seconds, turns its pages, and says so when nothing answers any more.
const ASK_EVERY = 3000;
const GIVE_UP_AFTER = 4000;
const TURN_EVERY = 9000;

const wall = document.querySelector("[data-wall]");
const board = wall.querySelector("[data-wall-board]");
const status = wall.querySelector("[data-wall-status]");
const hold = wall.querySelector("[data-wall-hold]");

let page = 1;
let next = 0;
let turnedAt = Date.now();
let mark = "";
let shownAt = status.textContent.trim().slice(-5);
let held = false;

function say(words, lost) {
  if (status.textContent !== words) status.textContent = words;
  wall.classList.toggle("om-wall--lost", lost);
}

function readPages() {
  const pages = board.querySelector("[data-wall-page]");
  page = pages ? Number(pages.dataset.wallPage) : 1;
  next = pages ? Number(pages.dataset.wallNext) : 0;
  hold.hidden = !pages;
}

function turn() {
  if (held || !next || Date.now() - turnedAt < TURN_EVERY) return;
  // Whoever reads with the keyboard or a screen reader is not taken off the line they are on.
  if (board.contains(document.activeElement)) return;
  page = next;
  turnedAt = Date.now();
}

function draw(html) {
  board.innerHTML = html;
  readPages();
  document.dispatchEvent(new Event("htmx:afterSettle")); // the clocks begin to run
}

async function ask() {
  turn();
  const address = `${wall.dataset.boardUrl}?page=${page}`;
  const answer = await fetch(address, {
    cache: "no-store",
    redirect: "manual",
    headers: mark ? { "If-None-Match": mark } : {},
    signal: AbortSignal.timeout(GIVE_UP_AFTER),
  });
  if (answer.type === "opaqueredirect") return say(`Signed out. What is shown is of ${shownAt}. Sign in again.`, true);
  if (answer.status === 403) return say(`This screen may no longer see the wall. Shown is what was at ${shownAt}.`, true);
  if (answer.status !== 200 && answer.status !== 304) throw new Error(String(answer.status));
  if (answer.status === 200) {
    const html = await answer.text();
    mark = answer.headers.get("ETag") || "";
    draw(html);
  }
  shownAt = answer.headers.get("X-Shown-At") || shownAt;
  return say(`As it is at ${shownAt}`, false);
}

async function keepAsking() {
  const began = Date.now();
  try {
    await ask();
  } catch {
    say(`No connection since ${shownAt}. The clocks run on; nothing else does.`, true);
  }
  setTimeout(keepAsking, Math.max(0, ASK_EVERY - (Date.now() - began)));
}

hold.addEventListener("click", () => {
  held = !held;
  hold.setAttribute("aria-pressed", String(held));
});

readPages();
keepAsking();
