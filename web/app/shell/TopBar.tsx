import { Search } from 'lucide-react';
import { LiveMark } from './LiveMark';
import { NoticeBell } from './NoticeBell';
import { ProjectSwitcher } from './ProjectSwitcher';
import { openPalette } from './palette';
import { ThemeSwitch } from './ThemeSwitch';
import classes from './TopBar.module.css';

/** The bar above the page: which project, search, theme. */
export function TopBar() {
  return (
    <header className={classes.bar}>
      <ProjectSwitcher />
      <span className={classes.space} />
      <LiveMark />
      <button
        type="button"
        className={classes.search}
        onClick={openPalette}
        aria-keyshortcuts="Control+K Meta+K"
        aria-label="Search or jump to… Ctrl K"
      >
        <Search size={15} aria-hidden />
        <span className={classes.searchText}>Search or jump to…</span>
        <kbd>Ctrl K</kbd>
      </button>
      <NoticeBell />
      <ThemeSwitch />
    </header>
  );
}
