import classes from './PlatformMark.module.css';

// Two letters say enough, and need no one's trademark.
// The names are those of the guides and of what SDKs send.
const marks: Record<string, string> = {
  javascript: 'JS',
  'javascript-react': 'Re',
  'javascript-vue': 'Vu',
  'javascript-angular': 'Ng',
  'javascript-svelte': 'Sv',
  'javascript-nextjs': 'Nx',
  browser: 'JS',
  node: 'No',
  'node-express': 'Ex',
  deno: 'De',
  bun: 'Bu',
  python: 'Py',
  'python-django': 'Dj',
  'python-flask': 'Fl',
  'python-fastapi': 'Fa',
  'python-celery': 'Ce',
  go: 'Go',
  'go-gin': 'Gi',
  ruby: 'Rb',
  'ruby-rails': 'Ra',
  'ruby-raven': 'Rv',
  php: 'Ph',
  'php-laravel': 'La',
  'php-symfony': 'Sy',
  java: 'Ja',
  'java-spring': 'Sp',
  csharp: 'C#',
  dotnet: '.N',
  'dotnet-aspnetcore': 'As',
  rust: 'Rs',
  elixir: 'El',
  native: 'C+',
  cocoa: 'Sw',
  apple: 'Sw',
  swift: 'Sw',
  android: 'An',
  kotlin: 'Kt',
  dart: 'Da',
  flutter: 'Fu',
  perl: 'Pl',
  other: '··',
};

function markOf(platform: string): string {
  const known = marks[platform] ?? marks[platform.split(/[-.]/)[0] ?? ''];
  return known ?? (platform.slice(0, 2) || '··');
}

/** A small tile that tells platforms apart. */
export function PlatformMark({ platform }: { platform: string }) {
  return (
    <span
      className={classes.mark}
      title={platform || 'Unknown platform'}
      data-mark={markOf(platform)}
      aria-hidden
    />
  );
}
