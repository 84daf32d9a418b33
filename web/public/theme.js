// Runs before the first paint, so that a dark page never flashes white.
(() => {
  var chosen = 'auto';
  try {
    chosen = localStorage.getItem('belfry-theme') || 'auto';
  } catch (_) {
    // Storage may be forbidden; the system's choice is good then.
  }
  var dark = chosen === 'dark' || (chosen === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
