// Keys that press buttons, tags that complete themselves, and the time zone of this browser.

const form = document.querySelector("form.post");
const { tags, date, zone, content } = form.elements;
const press = (value) => form.querySelector(`button[name=action][value=${value}]`).click();

form.querySelector(".keys").hidden = false;
form.querySelector("button[value=publish]").setAttribute("aria-keyshortcuts", "Control+Enter");
form.querySelector(`button[value=${form.dataset.save}]`)
  .setAttribute("aria-keyshortcuts", form.dataset.save === "publish" ? "Control+Enter Control+S" : "Control+S");

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.isComposing) return;
  if (event.key === "Enter") {
    event.preventDefault();
    press("publish");
  } else if (event.key.toLowerCase() === "s") {
    event.preventDefault();
    press(form.dataset.save);
  }
});

// Enter in a line is for going on, not for sending.
form.addEventListener("keydown", (event) => {
  const isLine = event.target.matches("input:not([type=file], [type=checkbox])");
  if (event.key !== "Enter" || event.ctrlKey || event.metaKey || !isLine) return;
  event.preventDefault();
  if (event.target.name === "title") content.focus();
});

// Browsers complete a whole field; here each tag is one, so the offers begin with what is there already.
const offers = document.getElementById("known-tags");
const known = [...offers.options].map((option) => option.value);
function offer() {
  const written = tags.value.split(",");
  const begun = written.slice(0, -1).map((tag) => tag.trim());
  const front = begun.length > 0 ? `${begun.join(", ")}, ` : "";
  const used = new Set(begun.map((tag) => tag.toLowerCase()));
  const options = known.filter((tag) => !used.has(tag.toLowerCase())).map((tag) => new Option("", front + tag));
  offers.replaceChildren(...options);
}
tags.addEventListener("input", offer);
tags.addEventListener("focus", offer);

// The offset depends on the date: summer and winter differ.
function offsetOfBrowser() {
  const minutes = -(date.value ? new Date(date.value) : new Date()).getTimezoneOffset();
  const digits = (number) => String(Math.floor(number)).padStart(2, "0");
  const distance = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${digits(distance / 60)}:${digits(distance % 60)}`;
}
let isChosen = date.value !== "";
zone.addEventListener("input", () => {
  isChosen = true;
});
function follow() {
  if (!isChosen) zone.value = offsetOfBrowser();
}
date.addEventListener("input", follow);
follow();
