// What plain HTML cannot do: keys, focus after a swap, folding, double clicks.
// Every page works without this file.
(() => {
  "use strict";

  const isTyping = (element) =>
    element instanceof HTMLElement &&
    (element.isContentEditable ||
      element.matches("textarea, select, input:not([type=radio]):not([type=checkbox])"));

  // Keys of the check: 0 to 4 choose a level, U takes over the last answer, the arrows go back
  // and forth.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.isComposing) return;
    if (isTyping(event.target)) return;
    if (/^[0-4]$/.test(event.key)) {
      const choice = document.querySelector(`input[data-level="${event.key}"]`);
      if (!choice) return;
      event.preventDefault();
      choice.focus();
      choice.click();
      return;
    }
    const side = { ArrowLeft: "left", ArrowRight: "right", u: "unchanged", U: "unchanged" }[event.key];
    const button = side && document.querySelector(`[data-key="${side}"]`);
    if (button && !event.repeat) {
      // Left and right would otherwise also move the choice of a radio group.
      event.preventDefault();
      button.click();
    }
  });

  const fold = (root) => {
    const small = window.matchMedia("(max-width: 59.99rem)").matches;
    root.querySelectorAll("details[data-fold]").forEach((details) => {
      details.open = !small;
    });
  };

  // The areas of the check scroll by themselves beside the question.
  const showPlace = () => {
    const areas = document.getElementById("area-nav");
    const here = areas && areas.querySelector('[aria-current="page"]');
    if (!here || here.offsetTop + here.offsetHeight < areas.clientHeight) return;
    areas.scrollTop = here.offsetTop - areas.clientHeight / 2;
  };

  const announce = (text) => {
    const place = document.getElementById("announcer");
    if (place) place.textContent = text;
  };

  // Texts to copy are fields one can select; with a clipboard there is a button, too.
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    const field = button && document.getElementById(button.dataset.copy);
    if (!field) return;
    try {
      await navigator.clipboard.writeText(field.value);
      announce(button.dataset.copied);
      button.firstChild.textContent = button.dataset.copied;
    } catch {
      field.focus();
      field.select();
      announce(button.dataset.marked);
    }
  });

  const focusFirst = (root) => {
    const target =
      root.querySelector("[data-focus-first]") ||
      root.querySelector("#conflict-title") ||
      (root.matches("[data-focus]") ? root : root.querySelector("[data-focus]"));
    if (!target) return;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "nearest" });
  };

  // Beside a slider stands its value, also while it moves.
  document.addEventListener("input", (event) => {
    if (!event.target.matches("input[type=range]")) return;
    const output = document.querySelector(`output[for="${event.target.id}"]`);
    if (output) output.textContent = event.target.value;
  });

  // A second click on the same button sends nothing.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-once]")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "true";
    form.querySelectorAll("button[type=submit]").forEach((button) => {
      button.setAttribute("aria-disabled", "true");
    });
  });

  // Coming back by the browser's back button, forms work again.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => {
      delete form.dataset.sent;
      form.querySelectorAll("[aria-disabled]").forEach((button) => {
        button.removeAttribute("aria-disabled");
      });
    });
  });

  // Menus close when one goes elsewhere or presses Escape.
  const closeMenus = (except) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (menu !== except) menu.open = false;
    });
  };
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // Whether an answer is saved stands beside it, and is announced below.
  let answered = null;
  const sayBesideAnswer = () => {
    const saved = document.getElementById("saved");
    document.querySelectorAll(".saved-here").forEach((mark) => mark.remove());
    if (!saved) return;
    const choice = answered && answered.isConnected ? answered : null;
    saved.classList.toggle("beside", choice !== null);
    if (!choice || !saved.textContent.trim()) return;
    const mark = document.createElement("span");
    mark.className = saved.matches(".error") ? "saved-here error" : "saved-here";
    mark.setAttribute("aria-hidden", "true");
    mark.append(...saved.cloneNode(true).childNodes);
    choice.append(mark);
  };
  document.addEventListener("input", (event) => {
    const saved = document.getElementById("saved");
    if (!saved || !event.target.closest("[hx-target='#saved']")) return;
    answered = event.target.closest(".choice:not(.exceptions *)");
    saved.textContent = "";
    saved.classList.remove("error");
    sayBesideAnswer();
  });

  // The help lies beside the page; Escape closes it and goes back to the link.
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "help" && !event.detail.target.open) event.detail.target.showModal();
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    const swapped = document.getElementById(event.detail.target.id) || event.detail.target;
    const navigation = document.getElementById("area-nav");
    if (navigation && !navigation.dataset.folded) {
      navigation.dataset.folded = "true";
      fold(navigation.parentElement);
    }
    showPlace();
    if (swapped.id === "saved") sayBesideAnswer();
    else if (swapped.id !== "rows") focusFirst(swapped);
  });

  const failed = (event) => {
    const saved = document.getElementById("saved");
    const words = document.getElementById("announcer").dataset;
    const text = event.detail.xhr?.status === 403 ? words.forbidden : words.failed;
    if (saved) {
      saved.textContent = text;
      saved.classList.add("error");
      sayBesideAnswer();
    }
    announce(text);
  };
  document.addEventListener("htmx:responseError", failed);
  document.addEventListener("htmx:sendError", failed);

  document.addEventListener("DOMContentLoaded", () => {
    fold(document);
    showPlace();
    document.querySelectorAll("[data-copy]").forEach((button) => {
      button.hidden = false;
    });
    const row = document.querySelector(".places > ul");
    const current = row && row.querySelector("[aria-current]");
    if (current) row.scrollLeft = current.offsetLeft - (row.clientWidth - current.offsetWidth) / 2;
    const summary = document.querySelector("[data-focus-first]");
    if (summary) summary.focus();
  });
})();
