// Before the page is painted: the theme that this browser chose, if it chose one.
(function () {
  try {
    var theme = localStorage.getItem('mcphub.theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch (_) { /* Storage is forbidden here: then the system decides. */ }
})();
