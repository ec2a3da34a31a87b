// For pages whose part htmx asks for again and again. Signed out meanwhile, the answer is another page: go there.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { finalRequestPath, responsePath } = event.detail.pathInfo;
  if (responsePath === finalRequestPath) return;
  event.preventDefault();
  location.reload();
});
