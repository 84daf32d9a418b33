import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './ui/theme/fonts.css';
import './ui/theme/tokens.css';
import './ui/theme/global.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createQueries } from './api/queries';
import { createAppRouter } from './routes';
import { ConfirmPlace } from './ui/confirm';
import { colorSchemeManager, cssVariables, theme } from './ui/theme/theme';
import { ToastPlace, toast } from './ui/toast';

const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '';
setNonce(nonce); // for the style that keeps the page still behind a dialog

const queries = createQueries({
  signedOut: () => {
    queries.removeQueries({ queryKey: ['getSession'] });
    void router.invalidate();
  },
  failed: (message) => toast.failure(message),
});
const router = createAppRouter(queries);

const place = document.getElementById('root');
if (!place) throw new Error('index.html has no #root');

createRoot(place).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={colorSchemeManager}
      cssVariablesResolver={cssVariables}
      getStyleNonce={() => nonce}
    >
      <QueryClientProvider client={queries}>
        <ToastPlace />
        <ConfirmPlace />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
