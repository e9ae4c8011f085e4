// Warns two minutes before an idle session ends and offers to stay; when it has ended, takes what was on the screen away.
const WARN_BEFORE = 120;
const body = document.body;
const seconds = Number(body.dataset.sessionSeconds || 0);
const MARK = "openmash-active"; // shared by all tabs: work in one keeps the others alive

function mark() {
  localStorage.setItem(MARK, String(Date.now()));
}

function left() {
  return seconds - (Date.now() - Number(localStorage.getItem(MARK))) / 1000;
}

function remove() {
  document.querySelector(".om-notice--session")?.remove();
}

async function stay() {
  const answer = await fetch(body.dataset.sessionExtendUrl, { redirect: "manual", headers: { "X-Stay": "1" } });
  if (!answer.ok) return end();
  mark();
  remove();
}

function end() {
  document.dispatchEvent(new Event("openmash:ended"));
  location.assign(body.dataset.sessionEndedUrl || "/");
}

function warn() {
  if (document.querySelector(".om-notice--session")) return;
  // What is typed is kept first: after the session has ended it cannot be.
  document.dispatchEvent(new Event("openmash:keep"));
  const notice = document.createElement("div");
  notice.className = "om-notice om-notice--session";
  notice.setAttribute("role", "alertdialog");
  notice.setAttribute("aria-label", "Your session is about to end");
  notice.innerHTML =
    '<p class="govuk-body"><strong>You will be signed out in 2 minutes</strong> because nothing was done here for a while.</p>' +
    '<button type="button" class="govuk-button">Stay signed in</button>';
  notice.querySelector("button").addEventListener("click", () => stay().catch(end));
  body.append(notice);
  notice.querySelector("button").focus();
}

if (seconds > 0) {
  mark();
  document.addEventListener("openmash:active", () => {
    mark();
    remove();
  });
  setInterval(() => {
    const remaining = left();
    if (remaining <= 0) end();
    else if (remaining <= WARN_BEFORE) warn();
    else remove();
  }, 5000);
}
