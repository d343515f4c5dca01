// The button prints; without a script it stays hidden, and the browser's own key does the same.
const button = document.querySelector("[data-print]");
button.hidden = false;
button.addEventListener("click", () => print());
