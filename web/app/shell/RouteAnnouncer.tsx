import { useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';

/** Tells readers of the screen that another page is shown, and moves the focus to its content. */
export function RouteAnnouncer() {
  const router = useRouter();
  const [title, setTitle] = useState('');
  // The router tells of navigations through its own events.
  useEffect(
    () =>
      router.subscribe('onRendered', ({ pathChanged, fromLocation }) => {
        if (!pathChanged || !fromLocation) return;
        setTitle(document.title);
        document.getElementById('content')?.focus({ preventScroll: true });
      }),
    [router],
  );
  return (
    <div className="visually-hidden" aria-live="polite">
      {title}
    </div>
  );
}
