// Keeps what is typed: <form data-draft-key data-draft-url> posts itself two seconds after typing stops, when a field
// is left and when the page is. <form data-warn-unsaved> warns before leaving with text that is kept nowhere.
const PAUSE = 2000;
const KEEPALIVE_LIMIT = 60000; // browsers refuse more than 64 KB in a request that outlives its page

function fieldsOf(form) {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    const secret = form.elements.namedItem(name)?.type === "password";
    if (typeof value === "string" && name !== "csrfmiddlewaretoken" && !secret) body.append(name, value);
  }
  body.append("draft_key", form.dataset.draftKey);
  return body;
}

function clockTime() {
  return new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" });
}

class Keeper {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-draft-status]") || document.querySelector("[data-draft-status]");
    this.kept = form.dataset.draftKey ? fieldsOf(form).toString() : null;
    this.saved = this.status?.textContent ?? "";
    this.changed = false;
    this.sending = false;
    this.failed = false;
    form.addEventListener("input", () => this.typed());
    form.addEventListener("change", () => this.typed());
    form.addEventListener("submit", () => {
      this.sending = true;
      clearTimeout(this.timer);
    });
    window.addEventListener("pageshow", () => (this.sending = false));
    window.addEventListener("beforeunload", (event) => {
      // A form with a draft is kept as the page goes; only where that fails, or there is none, is there a warning.
      const safe = this.kept !== null && !this.failed;
      if (this.changed && !this.sending && !safe) event.preventDefault();
    });
    document.addEventListener("openmash:ended", () => (this.sending = true));
    if (this.kept === null) return;
    if (document.querySelector(".govuk-error-summary")) {
      // Sent, but not accepted: it may be in no draft yet.
      this.kept = "";
      this.changed = true;
      this.save();
    }
    form.addEventListener("focusout", () => this.save());
    window.addEventListener("pagehide", () => this.save({ leaving: true }));
    document.addEventListener("visibilitychange", () => document.hidden && this.save({ leaving: true }));
    document.addEventListener("openmash:keep", () => this.save());
  }

  typed() {
    this.changed = true;
    if (this.kept === null) return;
    // "Draft saved" is said of all that stands on the page, or not at all.
    if (!this.failed) this.say(fieldsOf(this.form).toString() === this.kept ? this.saved : "", false);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  // One after another, so that an older text never arrives last. Only a page that goes cannot wait for its turn.
  async save({ leaving = false } = {}) {
    clearTimeout(this.timer);
    if (this.underway && !leaving) {
      this.waiting = true;
      return;
    }
    const body = fieldsOf(this.form);
    const text = body.toString();
    if (this.sending || !this.changed || text === this.kept) return;
    const before = this.kept;
    this.kept = text;
    this.underway = true;
    this.waiting = false;
    try {
      const answer = await fetch(this.form.dataset.draftUrl, {
        method: "POST",
        body,
        redirect: "manual",
        keepalive: text.length < KEEPALIVE_LIMIT,
        headers: { "X-CSRFToken": this.form.elements.csrfmiddlewaretoken?.value ?? "", "X-Draft": "1" },
      });
      if (!answer.ok) throw new Error(answer.type === "opaqueredirect" ? "signed out" : `status ${answer.status}`);
      this.changed = fieldsOf(this.form).toString() !== text;
      this.saved = `Draft saved ${clockTime()}`;
      this.say(this.changed ? "" : this.saved, false);
      document.dispatchEvent(new Event("openmash:active"));
    } catch (error) {
      this.kept = before;
      const why = error.message === "signed out" ? "you are no longer signed in" : "the hub’s computer did not answer";
      this.say(`Draft not saved at ${clockTime()}: ${why}. What you typed is still on this page; copy it before you leave.`, true);
    }
    this.underway = false;
    if (this.waiting) this.save();
  }

  say(text, failed) {
    this.failed = failed;
    if (!this.status) return;
    this.status.textContent = text;
    this.status.classList.toggle("om-draft--failed", failed);
  }
}

document.querySelectorAll("form[data-draft-key], form[data-warn-unsaved]").forEach((form) => new Keeper(form));
