// Nothing typed is lost: the browser asks before it leaves behind a text that is not saved, and
// waits for a save that is on its way. Works by itself on every form with a longer text.
(() => {
  "use strict";

  // Fields with something typed, and what htmx is sending of them: request → fields.
  const unsaved = new Set();
  const sending = new Map();
  let goOn = null;
  let kept = [];

  const isSending = () => [...sending.values()].some((fields) => fields.length);
  const isUnsaved = () => [...unsaved].some((field) => field.isConnected);
  const forget = (fields) => fields.forEach((field) => unsaved.delete(field));

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && form.method === "post" && form.querySelector("textarea")) unsaved.add(event.target);
  });

  // What comes back with an error or another version stands there and is not saved.
  const lookAtWhatCameBack = (root) => {
    const wrong = root.querySelector(".conflict") ? "textarea" : "[aria-invalid=true]";
    root.querySelectorAll(wrong).forEach((field) => {
      if (field.value && field.form && field.form.querySelector("textarea")) unsaved.add(field);
    });
  };

  document.addEventListener("htmx:beforeSend", ({ detail }) => {
    const fields = [...unsaved].filter((field) => detail.elt.contains(field));
    forget(fields);
    sending.set(detail.xhr, fields);
  });

  // Before the answer is shown, as it may lead to another page.
  document.addEventListener("htmx:beforeOnLoad", ({ detail }) => {
    if (detail.xhr.status < 400) sending.set(detail.xhr, []);
  });

  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    const fields = sending.get(detail.xhr) || [];
    sending.delete(detail.xhr);
    if (!detail.successful) {
      fields.forEach((field) => unsaved.add(field));
      goOn = null;
    }
    setTimeout(() => {
      if (!goOn || isSending()) return;
      const go = goOn;
      goOn = null;
      go();
    });
  });

  // What one typed while a save was on its way stays where its answer replaces the form.
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const isRefused = [409, 422].includes(detail.xhr.status);
    kept = isRefused ? [...unsaved].filter((field) => field.isConnected && field.id) : [];
  });
  document.addEventListener("htmx:afterSwap", ({ detail }) => {
    kept.forEach(({ id, value }) => {
      const field = document.getElementById(id);
      if (field && field.matches("textarea")) field.value = value;
    });
    kept = [];
    if (detail.xhr.status >= 400) lookAtWhatCameBack(document);
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey && link && !link.target;
    if (!isPlain || event.defaultPrevented || !isSending()) return;
    event.preventDefault();
    goOn = () => link.click();
  });

  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    const form = event.target;
    if (isSending()) {
      event.preventDefault();
      event.stopImmediatePropagation();
      // The answer to the save may have put another page in the form's place.
      goOn = () => form.isConnected && form.requestSubmit(event.submitter);
      return;
    }
    forget([...unsaved].filter((field) => field.form === form));
  });

  window.addEventListener("beforeunload", (event) => {
    if (isUnsaved() || isSending()) event.preventDefault();
  });

  document.addEventListener("DOMContentLoaded", () => lookAtWhatCameBack(document));
})();
