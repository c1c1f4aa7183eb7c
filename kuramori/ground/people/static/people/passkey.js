// Passkeys: the one thing that needs scripts. Each form names what it wants by data-passkey (create or get) and gets
// the question by data-options (JSON), or asks for it at data-options-url when it is pressed.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const listed = (credentials) => (credentials ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

async function asked(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const answer = await fetch(form.dataset.optionsUrl, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).request_options;
}

async function made({ publicKey }) {
  const user = { ...publicKey.user, id: bytes(publicKey.user.id) };
  const question = { ...publicKey, user, challenge: bytes(publicKey.challenge), excludeCredentials: listed(publicKey.excludeCredentials) };
  const credential = await navigator.credentials.create({ publicKey: question });
  const { clientDataJSON, attestationObject } = credential.response;
  return { credential, response: { clientDataJSON: text(clientDataJSON), attestationObject: text(attestationObject) } };
}

async function used({ publicKey }) {
  const question = { ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials: listed(publicKey.allowCredentials) };
  const credential = await navigator.credentials.get({ publicKey: question });
  const { clientDataJSON, authenticatorData, signature, userHandle } = credential.response;
  const response = { clientDataJSON: text(clientDataJSON), authenticatorData: text(authenticatorData), signature: text(signature) };
  if (userHandle) response.userHandle = text(userHandle);
  return { credential, response };
}

async function press(form) {
  const question = await asked(form);
  const { credential, response } = await (form.dataset.passkey === "create" ? made(question) : used(question));
  const { id, type, rawId } = credential;
  form.elements.credential.value = JSON.stringify({ id, type, rawId: text(rawId), response, clientExtensionResults: credential.getClientExtensionResults() });
  form.submit();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  const button = form.querySelector("button"), said = form.querySelector("[data-said]");
  button.hidden = false;
  form.querySelector("[data-without]").hidden = true;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    said.hidden = button.disabled = true;
    try { await press(form); } catch { said.textContent = said.dataset.said; said.hidden = false; }
    button.disabled = false;
  });
}
