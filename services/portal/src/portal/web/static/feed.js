// The live feed: newest on top, at most forty lines, still while paused; only this list moves by itself.
const list = document.getElementById("dien-bien");
const button = document.getElementById("dung-cuon");
const pending = document.getElementById("cho-xem");
const MOST = 40;
const PACE = 400; // milliseconds between two paints, so that a burst is one change and one announcement
let waiting = [];
let missed = 0;
let paused = false;

const source = new EventSource(`${list.dataset.source}?sau=${list.dataset.after}&lang=${document.documentElement.lang}`);
source.addEventListener("line", (event) => {
  waiting.push(event.data);
  missed += 1;
  if (waiting.length > MOST) waiting.shift();
});
source.onerror = () => show(true);
source.onopen = () => show(false);

function show(lost) {
  document.getElementById("mat-noi").hidden = !lost;
  document.getElementById("truc-tiep").hidden = lost;
}

function paint() {
  pending.textContent = paused && missed ? `${missed} ${pending.dataset.words}` : "";
  if (paused || !waiting.length) return;
  list.querySelector(".empty")?.remove();
  list.insertAdjacentHTML("afterbegin", waiting.reverse().join(""));
  while (list.children.length > MOST) list.lastElementChild.remove();
  waiting = [];
  missed = 0;
}

button.addEventListener("click", () => {
  const words = button.querySelector("span");
  [words.textContent, button.dataset.other] = [button.dataset.other, words.textContent];
  paused = !paused;
  button.setAttribute("aria-pressed", String(paused));
  paint();
});
setInterval(paint, PACE);
