// Images are sent while one writes: chosen, dropped or pasted. Each then gets its description and its place.

const form = document.querySelector("form.post");
const box = form.querySelector(".pictures");
const list = box.querySelector(".picture-list");
const maximum = Number(box.dataset.maximum);

// One picker for several images takes the place of several pickers.
const picker = document.createElement("input");
picker.type = "file";
picker.id = "images";
picker.multiple = true;
picker.accept = "image/*,.heic,.heif,.avif";
const pickerLabel = document.createElement("label");
pickerLabel.htmlFor = picker.id;
pickerLabel.textContent = "Add images: choose them here, drop them, or paste them";
const slots = box.querySelector(".slots") ?? box.appendChild(document.createElement("div"));
slots.replaceChildren(pickerLabel, picker);

const status = document.createElement("p");
status.className = "hint";
status.setAttribute("role", "status");
const limit = document.createElement("p");
limit.className = "fault";
limit.setAttribute("role", "status");
box.append(status, limit);

function element(name, properties = {}, children = []) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function button(words, action) {
  const made = element("button", { type: "button", textContent: words });
  made.addEventListener("click", action);
  return made;
}

// Numbers the images, and lets those at the ends move one way only.
function number() {
  const items = [...list.children];
  items.forEach((item, index) => {
    const place = index + 1;
    const alt = item.querySelector("[name=photo-alt]");
    if (!alt) return;
    alt.id = `photo-alt-${place}`;
    item.querySelector("label").htmlFor = alt.id;
    item.querySelector("label").textContent = `Description of image ${place}, for those who do not see it`;
    item.querySelector("[name=photo-position]").value = place;
    const [up, down, remove] = item.querySelectorAll("button");
    up.setAttribute("aria-label", `Move image ${place} up`);
    down.setAttribute("aria-label", `Move image ${place} down`);
    remove.setAttribute("aria-label", `Remove image ${place}`);
    up.hidden = index === 0;
    down.hidden = place === items.length;
  });
}

// Tells the scripts that keep and show the text.
function changed() {
  number();
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function controls(item) {
  const move = (step) => () => {
    const other = step < 0 ? item.previousElementSibling : item.nextElementSibling;
    if (!other) return;
    if (step < 0) other.before(item);
    else other.after(item);
    changed();
    status.textContent = "Moved.";
    const [up, down] = item.querySelectorAll("button");
    (step < 0 ? [up, down] : [down, up]).find((one) => !one.hidden)?.focus();
  };
  return element("p", { className: "picture-line" }, [
    button("Move up", move(-1)),
    button("Move down", move(1)),
    button("Remove", () => {
      item.remove();
      changed();
      limit.textContent = "";
      status.textContent = "Removed from the post.";
      picker.focus();
    }),
  ]);
}

function show(item, url, alt) {
  const isOwn = url.startsWith(box.dataset.site);
  const image = element("img", { alt: "" });
  if (isOwn) image.src = box.dataset.root + url.slice(box.dataset.site.length);
  else if (url.startsWith("https://")) image.src = url;
  const fields = element("div", { className: "picture-fields" }, [
    element("input", { type: "hidden", name: "photo", value: url }),
    element("label"),
    element("textarea", { name: "photo-alt", rows: 2, value: alt }),
    element("input", { type: "hidden", name: "photo-position" }),
    controls(item),
  ]);
  item.replaceChildren(image, fields);
  number();
}

// The images that came with the page get the same controls.
for (const item of [...list.children]) {
  show(item, item.querySelector("[name=photo]").value, item.querySelector("[name=photo-alt]").value);
}

form.addEventListener("pictures", (event) => {
  list.replaceChildren();
  for (const { url, alt } of event.detail ?? []) {
    const item = list.appendChild(element("li", { className: "picture" }));
    show(item, url, alt ?? "");
  }
});

let underWay = 0;
let waiting;

function send(file) {
  if (list.children.length >= maximum) {
    limit.textContent = `A post can have ${maximum} images. ${file.name} was left out.`;
    return;
  }
  const progress = element("progress", { max: 1, value: 0 });
  progress.setAttribute("aria-label", `Sending ${file.name}`);
  const item = list.appendChild(element("li", { className: "picture" }, [
    element("p", { className: "picture-fields", textContent: file.name }),
    progress,
  ]));
  const body = new FormData();
  body.append("csrf_token", form.elements.csrf_token.value);
  body.append("file", file);
  const request = new XMLHttpRequest();
  request.open("POST", `${form.dataset.desk}media`);
  request.setRequestHeader("Accept", "application/json");
  request.responseType = "json";
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) progress.value = event.loaded / event.total;
  });
  underWay += 1;
  request.addEventListener("loadend", () => {
    underWay -= 1;
    const url = request.response?.url;
    if (url && ![...list.querySelectorAll("[name=photo]")].some((field) => field.value === url)) {
      show(item, url, "");
      status.textContent = `${file.name} is there. Describe it for those who do not see it.`;
      if (!waiting) item.querySelector("textarea").focus();
      changed();
    } else {
      item.remove();
      status.textContent = url
        ? "This image is there already."
        : request.response?.error ?? reason(request.status, file);
      // What was not taken must be seen before the post goes out without it.
      if (!url) waiting = undefined;
      number();
    }
    if (underWay === 0 && waiting) form.requestSubmit(waiting);
  });
  request.send(body);
}

function reason(code, file) {
  if (code === 0) return `${file.name} could not be sent: there is no connection.`;
  if (code === 401 || code === 403) return "You were signed out. Sign in again in another tab, then try once more.";
  if (code === 413) return `${file.name} is too large.`;
  return `${file.name} could not be stored.`;
}

const files = (transfer) => [...(transfer?.files ?? [])].filter((file) => file.type.startsWith("image/") || /\.hei[cf]$/i.test(file.name));

picker.addEventListener("change", () => {
  [...picker.files].forEach(send);
  picker.value = "";
});

form.addEventListener("paste", (event) => {
  const images = files(event.clipboardData);
  if (images.length === 0) return;
  event.preventDefault();
  images.forEach(send);
});

for (const name of ["dragenter", "dragover"]) {
  form.addEventListener(name, (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    box.classList.add("dropping");
  });
}
form.addEventListener("dragleave", (event) => {
  if (!form.contains(event.relatedTarget)) box.classList.remove("dropping");
});
form.addEventListener("drop", (event) => {
  box.classList.remove("dropping");
  if (![...event.dataTransfer.types].includes("Files")) return;
  event.preventDefault();
  files(event.dataTransfer).forEach(send);
});

form.addEventListener("submit", (event) => {
  if (underWay === 0) return;
  event.preventDefault();
  waiting = event.submitter;
  status.textContent = "As soon as the images are there, this goes on by itself.";
});
