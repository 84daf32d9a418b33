import { Button, Stack, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { paths } from '../../paths';
import classes from './SetupLink.module.css';
import { tokenIn } from './token';

/** Says where the set-up link is, and takes it pasted. */
export function SetupLink() {
  const [pasted, setPasted] = useState('');
  const [refused, setRefused] = useState(false);
  const navigate = useNavigate();
  const open = (event: FormEvent) => {
    event.preventDefault();
    const token = tokenIn(pasted);
    setRefused(token === '');
    if (token !== '') void navigate(paths.setup({ token }));
  };
  return (
    <form onSubmit={open} noValidate>
      <Stack gap="md" mt="sm">
        <p className="muted">
          Belfry has no user yet. When it started, it printed a link to this page with a secret in it, so that
          nobody else can take over the server. Look at its output:
        </p>
        <ul className={classes.places}>
          <li>in the terminal where it runs</li>
          <li>
            <code>journalctl -u belfry</code>
          </li>
          <li>
            <code>docker logs belfry</code>
          </li>
        </ul>
        <TextInput
          label="Set-up link"
          placeholder={`${window.location.origin}/setup?token=…`}
          value={pasted}
          onChange={(event) => setPasted(event.currentTarget.value)}
          error={refused && 'There is no token in it. Paste the whole link.'}
          autoComplete="off"
          autoFocus
        />
        <Button type="submit" size="sm" fullWidth>
          Continue
        </Button>
        <p className="muted">A restart prints a new link; the old one stops working.</p>
      </Stack>
    </form>
  );
}
