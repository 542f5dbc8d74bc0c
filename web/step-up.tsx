/** Asks once more who is at the keyboard when a strong act needs it, and sends the act again: the form stays as it is. */
import { Button, Group, Modal, PasswordInput } from '@mantine/core';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { beginSignIn, listIssuers, stepUp } from '../src/platform/identity/contract.ts';
import { ask, fileAddress, proveAgainWith, useEndpoint } from './api.ts';
import { useWords } from './i18n.ts';
import { ProblemNotice } from './ui/notice.tsx';

export function StepUp() {
  const { t } = useWords('web-duties');
  const { t: tPlatform } = useWords('platform');
  const [open, setOpen] = useState(false);
  const waiting = useRef<(proved: boolean) => void>(undefined);
  useEffect(() => {
    proveAgainWith(
      () =>
        new Promise((done) => {
          waiting.current = done;
          setOpen(true);
        }),
    );
    return () => proveAgainWith(undefined);
  }, []);
  const end = (proved: boolean) => {
    setOpen(false);
    waiting.current?.(proved);
    waiting.current = undefined;
  };
  return (
    <Modal
      opened={open}
      onClose={() => end(false)}
      title={tPlatform('platform:problems.step-up-needed.title')}
      closeButtonProps={{ 'aria-label': t('web:action.close') }}
    >
      <Proof onProved={() => end(true)} onLeave={() => end(false)} />
    </Modal>
  );
}

function Proof({ onProved, onLeave }: { readonly onProved: () => void; readonly onLeave: () => void }) {
  const { t, say } = useWords('web-duties');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const issuers = useEndpoint(listIssuers, {});
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get('password'));
    setBusy(true);
    setError(undefined);
    try {
      await ask(stepUp, { body: password === '' ? {} : { password } });
      onProved();
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void send(event)}>
      <p>{t('web-duties:stepUp.words')}</p>
      <PasswordInput
        name="password"
        label={t('web:signIn.password')}
        autoComplete="current-password"
        data-autofocus
        visibilityToggleButtonProps={{ 'aria-label': t('web:signIn.showPassword') }}
      />
      <ProblemNotice error={error} />
      <Group justify="flex-end" mt="lg">
        {(issuers.data?.items ?? []).map(({ name, names }) => (
          <Button
            key={name}
            component="a"
            variant="default"
            href={fileAddress(beginSignIn, {
              params: { issuer: name },
              query: { again: true, then: `${location.pathname}${location.search}` },
            })}
          >
            {t('web-duties:signIn.through', { name: say(names) })}
          </Button>
        ))}
        <Button variant="default" onClick={onLeave}>
          {t('web:action.cancel')}
        </Button>
        <Button type="submit" loading={busy}>
          {t('web-duties:stepUp.act')}
        </Button>
      </Group>
    </form>
  );
}
