/** Starts the web: words, look, session, pages. */
import { DirectionProvider, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode, Suspense, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { queries } from './api.ts';
import './fonts.css';
import { startWords, useWords } from './i18n.ts';
import './print.css';
import { router } from './routes.tsx';
import { SessionProvider } from './session.tsx';
import './tokens.css';
import './ui/mantine.ts';
import { cssVariables, theme } from './ui/theme.ts';

/** The nonce of this page's policy: the only style elements that may stand in it carry it. */
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
// The scroll lock of dialogs writes a style element too, and looks for the nonce under this name.
(globalThis as { __webpack_nonce__?: string }).__webpack_nonce__ = nonce;

function Look({ children }: { readonly children: ReactNode }) {
  const { t, direction } = useWords();
  const close = { 'aria-label': t('web:action.close') };
  const worded = { ...theme.components, Notification: { defaultProps: { closeButtonProps: close } } };
  return (
    <DirectionProvider key={direction} initialDirection={direction} detectDirection={false}>
      <MantineProvider
        theme={{ ...theme, components: worded }}
        cssVariablesResolver={cssVariables}
        forceColorScheme="light"
        {...(nonce ? { getStyleNonce: () => nonce } : {})}
      >
        <Notifications position="bottom-left" />
        {children}
      </MantineProvider>
    </DirectionProvider>
  );
}

function start(place: HTMLElement): void {
  createRoot(place).render(
    <StrictMode>
      <Suspense fallback={null}>
        <Look>
          <QueryClientProvider client={queries}>
            <SessionProvider>
              <RouterProvider router={router} />
            </SessionProvider>
          </QueryClientProvider>
        </Look>
      </Suspense>
    </StrictMode>,
  );
}

const place = document.getElementById('root');
if (place) void startWords().then(() => start(place));
