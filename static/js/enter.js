// An invitation card's address carries its token behind "#", where no server and no log sees it.
// The form takes it from there, forgets it in the address, and is sent.
function enter() {
  const form = document.querySelector("form[data-enter]");
  const token = decodeURIComponent(location.hash.slice(1));
  if (!form || !token) return;
  history.replaceState(null, "", location.pathname);
  form.elements.token.value = token;
  form.requestSubmit();
}

enter();
window.addEventListener("hashchange", enter);

// A form that needs no more thought is sent once: registering this device's key after a card was used.
const auto = document.querySelector("form[data-auto-submit]");
if (auto && document.visibilityState !== "hidden") window.addEventListener("load", () => auto.requestSubmit(), { once: true });
