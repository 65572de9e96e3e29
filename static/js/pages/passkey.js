// Passkeys: the scripts of the package that carries accounts (allauth) ask the device; here they are bound to the page's
// button, and a refusal is said on the page.

const form = document.querySelector("[data-passkey]");

if (form && window.PublicKeyCredential) {
  const ids = { credential: form.elements.credential.id, data: "passkey-options", passwordless: form.elements.passwordless?.id };
  window.allauth.webauthn.forms[form.dataset.passkey]({ ids: { ...ids, add: "passkey", authenticate: "passkey", login: "passkey" } });
  form.hidden = false;
}

document.addEventListener("allauth.error", (refused) => {
  refused.preventDefault();
  document.querySelector("[data-passkey-failed]").hidden = false;
});
