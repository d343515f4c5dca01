// The live feed: newest on top, at most forty lines, still while paused; only this list moves by itself.
const list = document.getElementById("dien-bien");
const button = document.getElementById("dung-cuon");
const pending = document.getElementById("cho-xem");
const jumped = document.getElementById("nhay");
const MOST = 40;
const PACE = 400; // milliseconds between two paints, so that a burst is one change and one announcement
let waiting = [];
let missed = 0;
let paused = false;
let jump = false;

const source = new EventSource(`${list.dataset.source}?sau=${list.dataset.after}&lang=${document.documentElement.lang}`);
source.addEventListener("line", (event) => {
  waiting.push(event.data);
  missed += 1;
  if (waiting.length > MOST) waiting.shift();
});
source.addEventListener("jump", () => (jump = true));
source.onerror = () => show(true);
source.onopen = () => show(false);

function show(lost) {
  document.getElementById("mat-noi").hidden = !lost;
  document.getElementById("truc-tiep").hidden = lost;
}

function paint(now) {
  pending.hidden = !(paused && missed);
  pending.textContent = pending.dataset.words.replace("{n}", missed);
  if ((paused && now !== true) || !waiting.length) return;
  list.querySelector(".empty")?.remove();
  list.insertAdjacentHTML("afterbegin", waiting.reverse().join(""));
  while (list.children.length > MOST) list.lastElementChild.remove();
  jumped.hidden = !jump;
  waiting = [];
  missed = 0;
  jump = false;
  pending.hidden = true;
}

button.addEventListener("click", () => {
  const words = button.querySelector("span");
  [words.textContent, button.dataset.other] = [button.dataset.other, words.textContent];
  paused = !paused;
  button.setAttribute("aria-pressed", String(paused));
  paint();
});
pending.addEventListener("click", () => {
  paint(true);
  button.focus();
});
setInterval(paint, PACE);
