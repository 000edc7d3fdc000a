// Keeps what is written in the browser until the site has it, and brings it back after a lost connection or session.

const prefix = "starpunk-desk:";
const sentKey = "starpunk-desk-sent";
const form = document.querySelector("form.post");

// A browser may forbid its stores; then nothing is kept, and nothing else suffers.
function attempt(action) {
  try {
    return action();
  } catch {
    return null;
  }
}

// The page after a form was taken says so: what was kept is of no use any more.
const sent = attempt(() => sessionStorage.getItem(sentKey));
if (sent && document.querySelector("[data-saved]")) {
  attempt(() => localStorage.removeItem(sent));
}
attempt(() => sessionStorage.removeItem(sentKey));

if (form) {
  const key = prefix + form.dataset.key;
  const names = ["title", "content", "tags", "slug", "date", "zone", "visibility",
    "in-reply-to", "like-of", "repost-of", "bookmark-of"];
  // What could not be saved comes back in the form itself.
  const isReturned = document.querySelector(".refusal") !== null;

  const snapshot = () => ({
    fields: Object.fromEntries(names.map((name) => [name, form.elements[name].value])),
    pictures: [...form.querySelectorAll(".picture")]
      .map((item) => ({
        url: item.querySelector("[name=photo]")?.value,
        alt: item.querySelector("[name=photo-alt]")?.value,
      }))
      .filter((picture) => picture.url),
    version: form.elements.version.value,
  });
  const isSame = (a, b) =>
    JSON.stringify([a.fields, a.pictures]) === JSON.stringify([b.fields, b.pictures]);

  const fill = (kept) => {
    for (const name of names) form.elements[name].value = kept.fields[name] ?? "";
    form.elements.version.value = kept.version;
    form.dispatchEvent(new CustomEvent("pictures", { detail: kept.pictures }));
    if (names.slice(7).some((name) => kept.fields[name])) form.querySelector(".contexts").open = true;
  };

  const note = (words, button, action) => {
    const box = document.createElement("div");
    box.className = "notice kept";
    box.setAttribute("role", "status");
    const text = document.createElement("p");
    text.textContent = words;
    box.append(text);
    if (button) {
      const control = document.createElement("button");
      control.type = "button";
      control.textContent = button;
      control.addEventListener("click", () => {
        box.remove();
        action();
      });
      box.append(control);
    }
    form.before(box);
    return box;
  };

  let original;
  let timer;
  const keep = () => {
    clearTimeout(timer);
    const now = snapshot();
    attempt(() => {
      if (isSame(now, original) && !isReturned) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify({ ...now, time: Date.now() }));
    });
  };

  // All other scripts have run by then.
  addEventListener("DOMContentLoaded", () => {
    original = snapshot();
    const kept = attempt(() => JSON.parse(localStorage.getItem(key)));
    if (isReturned) {
      keep();
    } else if (kept?.fields && !isSame(kept, original)) {
      const date = new Date(kept.time).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
      const changed = kept.version === original.version ? "" : " The post has been changed since.";
      fill(kept);
      note(`What you wrote and did not save is back (${date}).${changed}`, "Discard it", () => {
        fill(original);
        attempt(() => localStorage.removeItem(key));
        form.elements.content.focus();
      });
    }
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(keep, 300);
    });
    addEventListener("pagehide", keep);
  });

  let offline;
  const sayOffline = () => {
    offline ??= note("There is no connection. What you write is kept in this browser.");
  };
  addEventListener("offline", sayOffline);
  addEventListener("online", () => {
    offline?.remove();
    offline = undefined;
  });

  form.addEventListener("submit", (event) => {
    if (event.submitter?.classList.contains("preview-button")) return;
    keep();
    if (navigator.onLine === false) {
      event.preventDefault();
      sayOffline();
      return;
    }
    attempt(() => sessionStorage.setItem(sentKey, key));
  });
}
