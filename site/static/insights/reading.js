// Finds themes while one types, and saves with Ctrl+Enter. Without scripts the button "Find" does the first.
const form = document.querySelector("form[data-reading]");
const sought = form?.querySelector("#q");
const choices = [...(form?.querySelectorAll(".d8-choice") ?? [])];

function show() {
  const words = sought.value.trim().toLocaleLowerCase();
  for (const choice of choices) {
    const ticked = choice.querySelector("input").checked;
    choice.hidden = !ticked && !choice.querySelector("label").textContent.toLocaleLowerCase().includes(words);
  }
}

sought?.addEventListener("input", show);
form?.querySelector("[data-with-script]")?.removeAttribute("hidden");
form?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.ctrlKey) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("button[value=save]"));
  }
});
