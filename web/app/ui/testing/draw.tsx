import { MantineProvider } from '@mantine/core';
import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { theme } from '../theme/theme';

/** Draws something as the app would, and gives a user to act on it. */
export function draw(children: ReactNode) {
  render(
    <MantineProvider theme={theme} env="test">
      {children}
    </MantineProvider>,
  );
  return userEvent.setup();
}
