/** The door: a name and a password; in a demo, one button for each invented person. */
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { Navigate } from '@tanstack/react-router';
import { useEffect, useState, type FormEvent } from 'react';
import type { Profile } from '../../src/platform/identity/contract.ts';
import { beginSignIn, listIssuers } from '../../src/platform/identity/contract.ts';
import { fileAddress, useEndpoint } from '../api.ts';
import { hasWord, useWords } from '../i18n.ts';
import { useSession } from '../session.tsx';
import { LanguageSwitch } from '../shell/language-switch.tsx';
import { Brand } from '../shell/brand.tsx';
import { Watermark } from '../shell/watermark.tsx';
import { useView } from '../ui/hooks.ts';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { addressParts } from '../ui/to.tsx';
import { usePostWord } from './post-word.ts';
import styles from './sign-in.module.css';
import { formatList } from '../ui/format.ts';

export function SignInPage() {
  const { t } = useWords();
  const { session, me } = useSession();
  const [{ then }] = useView({ then: '' });
  useEffect(() => {
    document.title = `${t('web:signIn.title')} · Artery`;
  }, [t]);
  if (me) return <Navigate {...addressParts(safe(then))} replace />;
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <Brand />
        <LanguageSwitch />
      </header>
      <main className={styles.main} data-demo={session.demo}>
        <section className={styles.welcome}>
          <h1 className={styles.title}>{t('web:signIn.welcome')}</h1>
          <p className={styles.words}>{t('web:signIn.words')}</p>
        </section>
        <div className={styles.ways}>
          {session.demo && session.enterAs.length > 0 && <EnterAs people={session.enterAs} />}
          <PasswordForm quiet={session.demo} then={safe(then)} />
        </div>
      </main>
      {session.demo && <Watermark />}
    </div>
  );
}

/** Only addresses of our own: a link must not lead elsewhere after signing in. */
const safe = (then: string) => (/^\/(?!\/)/.test(then) ? then : '/');

function EnterAs({ people }: { readonly people: readonly Profile[] }) {
  const { t, say, language } = useWords();
  const { enterAs } = useSession();
  const postWord = usePostWord();
  const [busy, setBusy] = useState('');
  const [error, setError] = useState<unknown>();
  const enter = async (account: string) => {
    setBusy(account);
    try {
      await enterAs(account);
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy('');
    }
  };
  return (
    <section className={styles.card} aria-labelledby="enter-as">
      <h2 className={styles.cardTitle} id="enter-as">
        {t('web:signIn.enterAs')}
      </h2>
      <p className={styles.cardWords}>{t('web:signIn.enterAsWords')}</p>
      <ProblemNotice error={error} />
      <ul className={styles.people}>
        {people.map((one) => (
          <li key={one.account}>
            <button
              type="button"
              className={styles.person}
              onClick={() => void enter(one.account)}
              disabled={busy !== ''}
            >
              <span className={styles.personWords}>
                <span className={styles.personName} dir="auto">
                  {one.displayName}
                </span>
                <span className={styles.personPost}>
                  {[one.body && say(one.body.name), formatList(one.posts.map(postWord), language)]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </span>
              <IconArrowRight size={18} aria-hidden className="flip-in-rtl" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** One link for each issuer; what went wrong on the way back stands here. */
function Issuers({ then }: { readonly then: string }) {
  const { t, say } = useWords('web-duties');
  const { t: tIdentity } = useWords('identity');
  const [{ problem }] = useView({ problem: '' });
  const issuers = useEndpoint(listIssuers, {});
  const items = issuers.data?.items ?? [];
  const title = `identity:problems.${problem}.title`;
  if (items.length === 0 && problem === '') return null;
  return (
    <div>
      {problem !== '' && hasWord(title) && (
        <Notice tone="bad" title={tIdentity(title)} live>
          {tIdentity(`identity:problems.${problem}.detail`)}
        </Notice>
      )}
      {items.map(({ name, names }) => (
        <Button
          key={name}
          component="a"
          href={fileAddress(beginSignIn, { params: { issuer: name }, query: { then } })}
          variant="default"
          my="sm"
          h="auto"
          py={8}
          styles={{ label: { whiteSpace: 'normal' } }}
          fullWidth
        >
          {t('web-duties:signIn.through', { name: say(names) })}
        </Button>
      ))}
    </div>
  );
}

function PasswordForm({ quiet, then }: { readonly quiet: boolean; readonly then: string }) {
  const { t } = useWords();
  const { signIn } = useSession();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setError(undefined);
    try {
      await signIn(String(form.get('name')), String(form.get('password')));
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className={styles.card} aria-labelledby="sign-in">
      <h2 className={styles.cardTitle} id="sign-in">
        {t('web:signIn.title')}
      </h2>
      <Issuers then={then} />
      <form className={styles.form} onSubmit={(event) => void send(event)}>
        <TextInput name="name" label={t('web:signIn.name')} autoComplete="username" required withAsterisk={false} />
        <PasswordInput
          name="password"
          label={t('web:signIn.password')}
          autoComplete="current-password"
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': t('web:signIn.showPassword') }}
        />
        <ProblemNotice error={error} />
        <Button type="submit" loading={busy} variant={quiet ? 'default' : 'filled'} fullWidth>
          {t('web:signIn.title')}
        </Button>
      </form>
    </section>
  );
}
