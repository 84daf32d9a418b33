import { useEffect } from 'react';
import { useLiveChanges } from '../api/useLive';

const icon = () => document.querySelector<HTMLLinkElement>('link[rel=icon]');

function show(file: string) {
  const link = icon();
  if (link && !link.href.endsWith(file)) link.href = file;
}

/** Puts a dot on the icon of the tab when an issue came up while nobody looked. */
export function useFavicon() {
  useLiveChanges((changes) => {
    const came = changes.some(
      (c) => c.topic === 'issue' && (c.change === 'created' || c.change === 'regressed'),
    );
    if (came && document.hidden) show('/bell-dot.svg');
  });
  // The tab is looked at again: a browser event.
  useEffect(() => {
    const seen = () => {
      if (!document.hidden) show('/bell.svg');
    };
    document.addEventListener('visibilitychange', seen);
    return () => document.removeEventListener('visibilitychange', seen);
  }, []);
}
