// Keeps the page of a run up to date. Without scripts the page asks for itself again every few seconds.
const PAUSE = 1500;
const place = document.querySelector("[data-progress-of]");

async function look() {
  try {
    // The browser sends the ETag of its last answer by itself; 304 costs nothing and comes back as that answer.
    const answer = await fetch(place.dataset.progressOf, { headers: { Accept: "application/json" }, cache: "no-cache" });
    if (answer.ok) {
      const told = await answer.json();
      if (told.ended) {
        window.location.reload();
        return;
      }
      const words = place.querySelector("[data-progress-words]");
      if (words.textContent !== told.words) words.textContent = told.words;
      place.querySelector("progress").value = told.progress;
    }
  } catch {
    // The network is away for a moment; the run is not.
  }
  window.setTimeout(look, PAUSE);
}

if (place) window.setTimeout(look, PAUSE);
