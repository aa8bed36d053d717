// Buttons that ask the device for a passkey. The browser has no other way for it than script.
(() => {
  "use strict";

  const FORMS = { add: "addForm", authenticate: "authenticateForm", login: "loginForm" };
  const PROBLEMS = { NotAllowedError: "cancelled", AbortError: "cancelled", InvalidStateError: "twice" };

  const tell = (problem) => {
    const place = document.querySelector("[data-passkey-problem]");
    if (!place) return;
    place.textContent = place.dataset[problem];
    place.hidden = false;
  };

  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    tell(PROBLEMS[event.detail.exception.name] || "failed");
  });

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-passkey]").forEach((button) => {
      if (!window.PublicKeyCredential) {
        tell("unsupported");
        return;
      }
      const kind = button.dataset.passkey;
      const form = button.form;
      const passwordless = form.querySelector("[name=passwordless]");
      window.allauth.webauthn.forms[FORMS[kind]]({
        ids: {
          [kind]: button.id,
          credential: form.querySelector("[name=credential]").id,
          passwordless: passwordless ? passwordless.id : undefined,
          data: "js_data",
        },
      });
      button.hidden = false;
      button.addEventListener("click", () => {
        document.querySelector("[data-passkey-problem]").hidden = true;
      });
    });
  });
})();
