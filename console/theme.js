// The theme, before anything is painted: what was chosen, else what the system prefers.
{
  const chosen = localStorage.getItem("partita.theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
}
