// The board by mouse and by keyboard. Both press the button that a card has for each column, so
// the server hears the same as from the plain form.
(() => {
  "use strict";

  const move = (card, status) => {
    const button = [...card.querySelectorAll("button[name=move]")].find((one) =>
      one.value.endsWith(`:${status}`),
    );
    if (button) button.click();
  };

  const columnOf = (element) => element.closest("[data-status]");
  const columns = () => [...document.querySelectorAll("#board [data-status]")];

  document.addEventListener("keydown", (event) => {
    const card = event.target;
    if (!(card instanceof HTMLElement) || !card.matches("[data-card]")) return;
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.repeat) return;
    const cards = [...columnOf(card).querySelectorAll("[data-card]")];
    const side = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (side) {
      event.preventDefault();
      const next = columns()[columns().indexOf(columnOf(card)) + side];
      if (next) move(card, next.dataset.status);
    } else if (step) {
      const other = cards[cards.indexOf(card) + step];
      if (!other) return;
      event.preventDefault();
      other.focus();
    }
  });

  let dragged = null;
  const unmark = () =>
    document.querySelectorAll(".drop-here").forEach((one) => one.classList.remove("drop-here"));

  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest ? event.target.closest("[data-card]") : null;
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.id);
    dragged.classList.add("dragged");
  });
  document.addEventListener("dragover", (event) => {
    const column = dragged && event.target.closest("[data-status]");
    unmark();
    if (!column || column === columnOf(dragged)) return;
    event.preventDefault();
    column.classList.add("drop-here");
  });
  document.addEventListener("drop", (event) => {
    const column = dragged && event.target.closest("[data-status]");
    if (!column) return;
    event.preventDefault();
    move(dragged, column.dataset.status);
  });
  document.addEventListener("dragend", () => {
    if (dragged) dragged.classList.remove("dragged");
    dragged = null;
    unmark();
  });

  // What happened is said where screen readers listen; the focus is on the card again by then.
  document.addEventListener("htmx:afterSwap", () => {
    const board = document.getElementById("board");
    const announcer = document.getElementById("announcer");
    if (board && board.dataset.said && announcer) announcer.textContent = board.dataset.said;
  });
})();
