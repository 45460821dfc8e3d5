// Shows the buttons that print, and opens what is folded while printing. Without this, Ctrl+P does the same.
const folded = () => document.querySelectorAll("details:not([open])");
let opened = [];

addEventListener("beforeprint", () => {
  opened = [...folded()].filter((one) => one.closest("main"));
  for (const one of opened) one.open = true;
});
addEventListener("afterprint", () => {
  for (const one of opened) one.open = false;
  opened = [];
});
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
