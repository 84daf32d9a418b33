import classes from './Choice.module.css';

interface ChoiceProps<T extends string> {
  /** What is chosen, for readers. */
  label: string;
  options: readonly { value: T; label: string; title?: string }[];
  /** Absent where none of them is. */
  value: T | undefined;
  onChange: (value: T) => void;
}

/** A few words of which one is chosen. */
export function Choice<T extends string>({ label, options, value, onChange }: ChoiceProps<T>) {
  return (
    <fieldset className={classes.choice} aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          title={option.title}
          onClick={() => onChange(option.value)}
        >
          {option.label}
        </button>
      ))}
    </fieldset>
  );
}
