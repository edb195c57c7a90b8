// The button that copies the address, on the page that stands inside WeChat: no WASM is loaded there.
const [button, address] = [document.getElementById("copy"), document.getElementById("address")];
button.hidden = false;
button.addEventListener("click", async () => {
  const copied = (await byClipboard()) || bySelection();
  button.textContent = copied ? button.dataset.copied : button.dataset.byHand;
});

async function byClipboard() {
  try {
    await navigator.clipboard.writeText(address.textContent.trim());
    return true;
  } catch {
    return false;
  }
}

// Older versions have no clipboard, or keep it to themselves. What stays selected is copied by hand.
function bySelection() {
  getSelection().selectAllChildren(address);
  return document.execCommand("copy");
}
