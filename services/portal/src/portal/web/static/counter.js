// The counter by keyboard: F2 to F7 go to a block, digits tick papers, F8 and F9 send it back, Ctrl+Enter receives.
// Function keys are taken from the browser on this page only. Without this script the form works by Tab and Enter.
const form = document.getElementById("tiep-nhan");
const search = document.getElementById("tim-thu-tuc");
const hits = document.getElementById("thay");
const BLOCKS = ["F3", "F4", "F6", "F7"];
let asked = 0;

function first(block) {
  const fields = [...block.querySelectorAll("input:not([type=hidden])")].filter((field) => field.offsetParent || field.closest(".chip"));
  return block.querySelector("[data-first]") ?? fields.find((field) => field.type !== "radio" || field.checked) ?? fields[0];
}

function look() {
  search.closest("[data-closed]")?.removeAttribute("data-closed");
  search.focus();
  search.select();
}

async function find() {
  const turn = ++asked;
  const answer = await fetch(`${hits.dataset.find}?q=${encodeURIComponent(search.value)}`);
  const text = search.value.trim() ? await answer.text() : "";
  if (turn !== asked || !answer.ok) return;
  hits.innerHTML = text;
  mark(0);
}

function mark(to) {
  const all = [...hits.querySelectorAll(".hit")];
  const at = Math.max(0, Math.min(all.length - 1, to));
  all.forEach((hit, n) => hit.toggleAttribute("data-marked", n === at));
}

const marked = () => [...hits.querySelectorAll(".hit")].findIndex((hit) => hit.hasAttribute("data-marked"));

search.addEventListener("input", find);
search.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    mark(marked() + (event.key === "ArrowDown" ? 1 : -1));
  } else if (event.key === "Enter" && !event.ctrlKey) {
    event.preventDefault();
    // Typed faster than found: wait for the answer to what stands there now.
    find().then(() => hits.querySelectorAll(".hit")[Math.max(0, marked())]?.click());
  }
});

function leave(key) {
  const drawer = document.getElementById("khong-nhan");
  const button = form.querySelector(`[data-exit=${key}]`);
  const reason = drawer.querySelector("[name=reason]");
  const closed = drawer.hasAttribute("data-closed");
  drawer.removeAttribute("data-closed");
  if (closed || !reason.value.trim()) reason.focus();
  else button.click();
}

form.querySelectorAll("[data-exit]").forEach((button) => button.addEventListener("click", (event) => {
  if (!document.getElementById("khong-nhan").hasAttribute("data-closed")) return;
  event.preventDefault();
  leave(button.dataset.exit);
}));

function digit(event) {
  const typing = event.target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select");
  const box = !typing && form.querySelector(`[data-digit="${event.key}"]`);
  if (!box) return;
  event.preventDefault();
  box.checked = !box.checked;
  box.focus();
  done();
}

function done() {
  for (const block of form.querySelectorAll("[data-block]")) {
    const boxes = [...block.querySelectorAll("[name=papers]")];
    const name = block.querySelector("[name=name]");
    const whole = boxes.length ? boxes.some((box) => box.checked) : name ? name.value.trim() !== "" : true;
    block.toggleAttribute("data-done", whole);
  }
}

// A call changes the line alone: what is typed below stays.
const line = document.getElementById("goi-so");
async function call(act) {
  const said = new URLSearchParams(new FormData(line));
  said.set("act", act);
  const answer = await fetch(line.action, { method: "POST", body: said, headers: { "X-Requested-With": "fetch" } });
  if (answer.ok) document.getElementById("hang-cho").outerHTML = await answer.text();
}
line.addEventListener("submit", (event) => {
  event.preventDefault();
  call(event.submitter?.value ?? "next");
});
setInterval(async () => {
  if (document.hidden || line.contains(document.activeElement)) return;
  const answer = await fetch("/tiep-nhan/hang-cho");
  if (answer.ok && !line.contains(document.activeElement)) document.getElementById("hang-cho").outerHTML = await answer.text();
}, 10_000);

document.addEventListener("keydown", (event) => {
  if (event.key === "F10") {
    event.preventDefault();
    call("next");
  } else if (event.key === "Enter" && event.ctrlKey) {
    event.preventDefault();
    form.querySelector(".go")?.click();
  } else if (event.key === "F2") {
    event.preventDefault();
    look();
  } else if (BLOCKS.includes(event.key)) {
    event.preventDefault();
    const block = form.querySelector(`[data-block=${event.key}]`);
    if (block) first(block).focus();
  } else if ((event.key === "F8" || event.key === "F9") && form.querySelector(".go")) {
    event.preventDefault();
    leave(event.key);
  } else if (/^[1-9]$/.test(event.key) && !event.ctrlKey && !event.altKey && !event.metaKey) {
    digit(event);
  } else if (event.key.toLowerCase() === "p" && event.target === document.body) {
    document.getElementById("in-giay")?.click();
  }
});
form.addEventListener("input", done);
// One press is one reception, however long the answer takes; the form's key would make it one anyway.
let sent = false;
form.addEventListener("submit", (event) => {
  if (sent) event.preventDefault();
  sent = true;
});
done();
(form.querySelector("[aria-invalid]") ?? form.querySelector(".ticks .fault")?.closest("tr").querySelector("input"))?.focus();
