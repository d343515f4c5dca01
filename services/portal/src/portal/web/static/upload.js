// Shows how far a file has got; without this script the same form sends it all the same.
for (const form of document.querySelectorAll("form[data-upload]")) {
  const bar = form.querySelector("progress");
  const fault = form.querySelector("[data-fault]");
  const button = form.querySelector("button");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const sent = new XMLHttpRequest();
    sent.upload.addEventListener("progress", (at) => {
      if (at.lengthComputable) bar.value = Math.round((100 * at.loaded) / at.total);
    });
    sent.addEventListener("load", () => {
      if (sent.status === 201) location.reload();
      else tell(said(sent.responseText));
    });
    sent.addEventListener("error", () => tell(form.dataset.broken));
    sent.open("POST", form.action);
    sent.setRequestHeader("Accept", "application/json");
    bar.hidden = false;
    button.disabled = true;
    fault.hidden = true;
    sent.send(new FormData(form));
  });
  function tell(words) {
    bar.hidden = true;
    button.disabled = false;
    fault.textContent = words || form.dataset.broken;
    fault.hidden = false;
  }
}
function said(text) {
  try {
    const answer = JSON.parse(text);
    return answer.fault || answer.title;
  } catch {
    return "";
  }
}
