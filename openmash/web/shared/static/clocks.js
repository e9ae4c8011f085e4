// Moves every clock on the page each minute, in the words of deadline_words.py.
const MINUTE = 60000;
const HOUR = 60 * MINUTE;

function joined(parts) {
  const said = parts.filter(([number]) => number).map(([number, unit]) => `${number} ${unit}`);
  return said.join(" ");
}

function duration(length) {
  const minutes = Math.floor(length / MINUTE);
  if (minutes < 1) return "less than a minute";
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return joined([[hours, "h"], [minutes % 60, "min"]]);
  return joined([[Math.floor(hours / 24), "days"], [hours % 24, "h"]]);
}

const seen = new WeakMap();

function tick(clock) {
  // The server's time counts, not this computer's: what has passed here is added to the time the clock was drawn.
  if (!seen.has(clock)) seen.set(clock, Date.now());
  const now = Date.parse(clock.dataset.now) + (Date.now() - seen.get(clock));
  const left = Date.parse(clock.dataset.due) - now;
  const late = left < 0;
  const standing = late ? "late" : left <= HOUR ? "soon" : "in-time";
  clock.className = `om-clock om-clock--${standing}`;
  const lead = clock.querySelector(".om-clock__lead");
  const words = late ? `late by ${duration(-left)}` : `${duration(left)} left`;
  if (lead.textContent !== words) lead.textContent = words;
  const due = clock.querySelector(".om-clock__due");
  if (late && due.textContent.startsWith("due ")) due.textContent = `was ${due.textContent}`;
}

function tickAll() {
  document.querySelectorAll("[data-clock]").forEach(tick);
}

tickAll();
setInterval(tickAll, 15000);
document.addEventListener("visibilitychange", tickAll);
document.addEventListener("htmx:afterSettle", tickAll);
