import classes from './PlatformMark.module.css';

// Two letters say enough, and need no one's trademark.
const marks: Record<string, string> = {
  javascript: 'JS',
  browser: 'JS',
  node: 'No',
  python: 'Py',
  go: 'Go',
  ruby: 'Rb',
  php: 'Ph',
  java: 'Ja',
  csharp: 'C#',
  dotnet: 'C#',
  rust: 'Rs',
  elixir: 'Ex',
  native: 'C',
  cocoa: 'Sw',
  swift: 'Sw',
  android: 'An',
  kotlin: 'Kt',
  dart: 'Da',
  perl: 'Pl',
};

function markOf(platform: string): string {
  const known = marks[platform] ?? marks[platform.split(/[-.]/)[0] ?? ''];
  return known ?? (platform.slice(0, 2) || '··');
}

/** A small tile that tells platforms apart. */
export function PlatformMark({ platform }: { platform: string }) {
  return (
    <span className={classes.mark} title={platform || 'Unknown platform'} aria-hidden>
      {markOf(platform)}
    </span>
  );
}
