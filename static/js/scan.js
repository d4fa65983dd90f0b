// Whoever scans the projector's code arrives with its digits after "#": they are put into the form, one tap is left.
const form = document.querySelector("form[data-scan]");
const digits = location.hash.match(/^#(\d{6})$/)?.[1];

if (form && digits) {
  form.elements.code.value = digits;
  history.replaceState(null, "", location.pathname);
  form.querySelector("button").focus();
}
