import { Outlet } from '@tanstack/react-router';
import { Overlays } from './Overlays';
import { Rail } from './Rail';
import { RouteAnnouncer } from './RouteAnnouncer';
import classes from './Shell.module.css';
import { TopBar } from './TopBar';
import { useFavicon } from './useFavicon';
import { useShortcuts } from './useShortcuts';

/** The frame around every page: rail, bar, content. */
export function Shell() {
  useShortcuts();
  useFavicon();
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#content">
        Skip to the content
      </a>
      <Rail />
      <TopBar />
      <main id="content" className={classes.main} tabIndex={-1}>
        <Outlet />
      </main>
      <RouteAnnouncer />
      <Overlays />
    </div>
  );
}
