// The inbox by keyboard: J and K go up and down, Space chooses, Enter opens, G assigns, / finds. Nothing here is needed to work with it.
const rows = [...document.querySelectorAll("[data-row]")];
const count = document.querySelector("[data-count]");
let at = -1;

const boxOf = (row) => row?.querySelector("input[type=checkbox]");
const typing = (target) => target.matches("input:not([type=checkbox]), select, textarea");

function go(to) {
  if (!rows.length) return;
  rows[at]?.classList.remove("at");
  at = Math.max(0, Math.min(rows.length - 1, to));
  rows[at].classList.add("at");
  rows[at].querySelector("a")?.focus({ preventScroll: true });
  rows[at].scrollIntoView({ block: "nearest" });
}

function sum() {
  if (count) count.textContent = document.querySelectorAll("input[name=pick]:checked").length;
}

const ACTS = {
  j: () => go(at + 1),
  k: () => go(at - 1),
  " ": () => { const box = boxOf(rows[at]); if (box) { box.checked = !box.checked; sum(); } },
  g: () => document.querySelector("[name=officer]")?.focus(),
  "/": () => document.getElementById("tim").focus(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const act = ACTS[event.key.toLowerCase()];
  if (!act || (event.key === " " && (at < 0 || event.target.matches("button, summary, input")))) return;
  event.preventDefault();
  act();
});
document.addEventListener("change", sum);
sum();

for (const all of document.querySelectorAll("[data-all]")) {
  all.hidden = false;
  all.addEventListener("click", () => {
    const boxes = [...all.closest("form").querySelectorAll("input[name=pick]")];
    const whole = boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = !whole;
    sum();
  });
}
