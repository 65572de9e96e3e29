// On every page. Without a network a form would leave for a page of the browser's own: it stays, with what was typed, and says so.

const notice = document.querySelector("#offline");

document.addEventListener("submit", (event) => {
  if (navigator.onLine || event.defaultPrevented) return;
  event.preventDefault();
  event.target.after(notice);
  notice.hidden = false;
});
addEventListener("online", () => (notice.hidden = true));
