import classes from './PersonMark.module.css';

/** The first letters of the first and the last name. */
export function initials(name: string): string {
  const words = name
    .trim()
    .split(/[\s@.]+/)
    .filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters.map((word) => [...(word ?? '')][0]?.toUpperCase() ?? '').join('') || '?';
}

/** Somebody, where there is room for two letters; the name is the title. */
export function PersonMark({ name }: { name: string }) {
  return (
    <span className={classes.mark} title={name}>
      <span aria-hidden>{initials(name)}</span>
      <span className="visually-hidden">{name}</span>
    </span>
  );
}
