// The token behind the # never reaches a server in an address: it is taken out of the address bar and handed in by the form.
const token = location.hash.slice(1);
if (token) {
  const form = document.getElementById("vao");
  history.replaceState(null, "", location.pathname + location.search);
  form.elements.token.value = token;
  form.requestSubmit();
}
