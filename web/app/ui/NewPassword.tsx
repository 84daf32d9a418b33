import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import classes from './NewPassword.module.css';
import { passwordStrength } from './passwordStrength';

interface NewPasswordProps extends Omit<PasswordInputProps, 'value'> {
  value?: string;
  /** Name and e-mail, which a password must not repeat. */
  known: string[];
}

const STEPS = [1, 2, 3, 4];

/** A field for a password that is being chosen, with a hint how good it is. */
export function NewPassword({ known, value = '', ...field }: NewPasswordProps) {
  const { level, word, hint } = passwordStrength(value, known);
  return (
    <div>
      <PasswordInput autoComplete="new-password" value={value} {...field} />
      <div className={classes.meter} data-level={level} aria-hidden="true">
        {STEPS.map((step) => (
          <span key={step} data-on={step <= level || undefined} />
        ))}
      </div>
      <p className={classes.hint} aria-live="polite">
        {word && <strong>{word}</strong>} {hint}
      </p>
    </div>
  );
}
