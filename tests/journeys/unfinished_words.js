// What a program says where a person should read something: a value that is missing, a template
// that was not filled in, a text escaped twice, an object instead of its name.
(() => {
  "use strict";

  const UNFINISHED = new RegExp(
    [
      "(?<![\\p{L}\\d_])(None|True|False|undefined|NaN)(?![\\p{L}\\d_])",
      "\\{\\{|\\}\\}|\\{%|%\\}|\\{#|%\\(\\w+\\)[sd]|%[sd](?![\\p{L}\\d])",
      "&(amp|lt|gt|quot|nbsp|#x?[\\da-f]+);|\\[object |</?[a-z]+[ >]|<[A-Za-z_.]+( object| at |[:>])",
    ].join("|"),
    "u",
  );
  const TOLD = ["alt", "aria-label", "aria-description", "placeholder", "title"];

  const lines = () => {
    const folded = [...document.querySelectorAll("details:not([open])")];
    folded.forEach((details) => { details.open = true; });
    const texts = [document.title, document.body.innerText];
    folded.forEach((details) => { details.open = false; });
    TOLD.forEach((name) => {
      document.querySelectorAll(`[${name}]`).forEach((one) => texts.push(one.getAttribute(name)));
    });
    const fields = document.querySelectorAll("input:not([type=hidden]), textarea");
    return [...texts, ...[...fields].map((field) => field.value)].join("\n").split("\n");
  };

  const look = (when) => {
    lines()
      .filter((line) => UNFINISHED.test(line))
      .forEach((line) => console.error(`no words for people ${when} ${location.pathname}: ${line}`));
  };

  document.addEventListener("DOMContentLoaded", () => look("on"));
  document.addEventListener("htmx:afterSettle", () => look("after an htmx answer on"));
})();
