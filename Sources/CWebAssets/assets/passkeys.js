// Passkeys: takes a question from this site, lets the device answer it, and brings the answer back.

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));

const text = (buffer) =>
  btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const withBytes = (options) => ({
  ...options,
  challenge: bytes(options.challenge),
  ...(options.user && { user: { ...options.user, id: bytes(options.user.id) } }),
  ...(options.excludeCredentials && {
    excludeCredentials: options.excludeCredentials.map((known) => ({ ...known, id: bytes(known.id) })),
  }),
});

// What PublicKeyCredential.toJSON() gives, which not all browsers have yet.
const asJSON = ({ id, type, response }) => {
  const answer = { id, rawId: id, type, response: { clientDataJSON: text(response.clientDataJSON) } };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) answer.response[name] = text(response[name]);
  }
  if (response.getTransports) answer.response.transports = response.getTransports();
  return answer;
};

const ask = async (address, body) => {
  const response = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error_description ?? `The site answered ${response.status}.`);
  return answer;
};

const ways = {
  async registration(form, options) {
    const credential = await navigator.credentials.create({ publicKey: withBytes(options) });
    return { credential: asJSON(credential), name: form.elements.name.value };
  },
  async "sign-in"(form, options) {
    const credential = await navigator.credentials.get({ publicKey: withBytes(options) });
    return { credential: asJSON(credential), return: form.elements.return?.value };
  },
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const words = form.querySelector("[role=status]");
  if (!window.PublicKeyCredential) {
    words.textContent = "This browser knows no passkeys.";
    continue;
  }
  const button = form.querySelector("button");
  button.disabled = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    words.textContent = "Your device asks you now …";
    try {
      const token = form.elements.csrf_token?.value;
      const options = await ask(`${form.action}/${form.dataset.passkey}-options`, { csrf_token: token });
      const answer = await ways[form.dataset.passkey](form, options);
      const { location } = await ask(`${form.action}/${form.dataset.passkey}`, { ...answer, csrf_token: token });
      window.location.assign(location);
    } catch (error) {
      words.textContent = error.name === "NotAllowedError" ? "Nothing was done." : error.message;
      button.disabled = false;
    }
  });
}
