import { Bug, CircleX, Info, type LucideIcon, OctagonX, TriangleAlert } from 'lucide-react';
import classes from './LevelBadge.module.css';

const levels: Record<string, { icon: LucideIcon; word: string; tone: string }> = {
  fatal: { icon: OctagonX, word: 'Fatal', tone: 'fatal' },
  error: { icon: CircleX, word: 'Error', tone: 'error' },
  warning: { icon: TriangleAlert, word: 'Warning', tone: 'warning' },
  info: { icon: Info, word: 'Info', tone: 'info' },
  debug: { icon: Bug, word: 'Debug', tone: 'debug' },
  trace: { icon: Bug, word: 'Trace', tone: 'debug' },
};

const unknown = { icon: Info, word: 'Unknown', tone: 'debug' };

interface LevelBadgeProps {
  level: string;
  /** A coloured ground, for headings. */
  pill?: boolean;
  /** Only the icon is seen, where there is no room; the word stays for the title and readers. */
  compact?: boolean;
}

/** A severity as icon, word and colour. */
export function LevelBadge({ level, pill, compact }: LevelBadgeProps) {
  const { icon: Icon, word, tone } = levels[level] ?? unknown;
  return (
    <span
      className={classes.badge}
      data-tone={tone}
      data-pill={pill || undefined}
      title={compact ? word : undefined}
    >
      <Icon size={14} strokeWidth={2.2} aria-hidden />
      <span className={compact ? 'visually-hidden' : undefined}>{word}</span>
    </span>
  );
}
