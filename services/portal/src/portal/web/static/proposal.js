// A file is read into the text field, where its faults can be mended; without this script the text is pasted.
document.getElementById("tep")?.addEventListener("change", async (event) => {
  const [file] = event.target.files;
  if (file) document.getElementById("van-ban").value = await file.text();
});
