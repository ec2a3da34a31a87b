// The slip's QR code carries the code behind the #, which a browser sends to nobody: put it where it would be typed.
const field = document.getElementById("id_code");
const code = decodeURIComponent(location.hash.slice(1));
if (field && code && !field.value) {
  field.value = code;
  history.replaceState(null, "", location.pathname + location.search);
}
