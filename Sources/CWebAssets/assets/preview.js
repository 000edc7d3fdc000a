// Shows the post as it will be, made by the site itself while one writes.

const form = document.querySelector("form.post");
const button = form.querySelector(".preview-button");
const pane = document.createElement("section");
pane.className = "preview";
pane.setAttribute("aria-label", "Preview");
pane.hidden = true;
form.after(pane);
button.setAttribute("aria-expanded", "false");

let request;
let timer;

async function refresh() {
  request?.abort();
  request = new AbortController();
  // Files are not sent for a look; those that are stored are there by their addresses.
  const fields = [...new FormData(form)].filter(([, value]) => typeof value === "string");
  try {
    const response = await fetch(button.formAction, {
      method: "POST",
      body: new URLSearchParams(fields),
      signal: request.signal,
    });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const shown = page.querySelector("main .preview");
    if (shown) pane.replaceChildren(...shown.childNodes);
    else say("You were signed out. Sign in again in another tab; what you write is kept here.");
  } catch (error) {
    if (error.name !== "AbortError") say("The preview needs a connection.");
  }
}

function say(words) {
  const line = document.createElement("p");
  line.className = "hint";
  line.textContent = words;
  pane.replaceChildren(line);
}

button.addEventListener("click", (event) => {
  event.preventDefault();
  pane.hidden = !pane.hidden;
  button.setAttribute("aria-expanded", String(!pane.hidden));
  button.textContent = pane.hidden ? "Preview" : "Hide preview";
  if (!pane.hidden) refresh();
});

form.addEventListener("input", () => {
  if (pane.hidden) return;
  clearTimeout(timer);
  timer = setTimeout(refresh, 400);
});
