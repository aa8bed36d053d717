// Choosing many measures of the table at once. Without this file one ticks them one by one.
(() => {
  "use strict";

  const boxes = () => [...document.querySelectorAll("input[name=measure][form=bulk]")];

  const show = () => {
    const place = document.querySelector("[data-choosing]");
    if (!place) return;
    place.hidden = false;
    const words = document.querySelector("[data-chosen]");
    const number = boxes().filter((box) => box.checked).length;
    words.textContent = number ? `${number} ${words.dataset.words}` : "";
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-choose]");
    if (!button) return;
    boxes().forEach((box) => {
      box.checked = button.dataset.choose === "all";
    });
    show();
  });
  document.addEventListener("change", (event) => {
    if (event.target.name === "measure") show();
  });
  document.addEventListener("htmx:afterSwap", show);
  document.addEventListener("DOMContentLoaded", show);
})();
