// A letter opens its act, or does it where nothing has to be filled in; only on a dossier's page, and never while somebody types.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
  const form = document.querySelector(`.allowed form[data-key="${CSS.escape(event.key.toUpperCase())}"]`);
  if (!form) return;
  event.preventDefault();
  const drawer = form.querySelector("details");
  if (!drawer) return form.querySelector("button").focus();
  drawer.open = true;
  drawer.querySelector("input:not([type=hidden]), textarea, select").focus();
});
document.querySelector(".doable [aria-invalid]")?.focus();
