/** Who is signed in, and what the page needs to know before it can show anything. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, use, useCallback, useEffect, useMemo, type ReactNode } from 'react';
import {
  actFor,
  chooseLanguage,
  enterAs,
  readSession,
  signIn,
  signOut,
  type Profile,
  type Session,
} from '../src/platform/identity/contract.ts';
import { ask, ProblemError, proveChangesWith, queries } from './api.ts';
import { speak, type Language } from './i18n.ts';
import { tellDaysIn } from './ui/format.ts';
import { ErrorState, Loading } from './ui/states.tsx';

interface SessionValue {
  readonly session: Session;
  readonly me: Profile | null;
  readonly signIn: (name: string, password: string) => Promise<void>;
  readonly enterAs: (account: string) => Promise<void>;
  /** Acts for another body under a delegation; null: in one's own posts again. */
  readonly actFor: (delegation: string | null) => Promise<void>;
  readonly signOut: () => Promise<void>;
  readonly chooseLanguage: (language: Language) => Promise<void>;
}

const SessionContext = createContext<SessionValue | undefined>(undefined);

export function useSession(): SessionValue {
  const value = use(SessionContext);
  if (!value) throw new Error('useSession stands outside the session provider');
  return value;
}

/** Whose screens are narrow: officers, who came for one thing. Everybody else sees the whole menu. */
export const isOfficer = (me: Profile | null): boolean =>
  me !== null && me.posts.length > 0 && me.posts.every((post) => post === 'officer');

/** The person whom data describe: signed in, without a post. What is open to everybody who works here is not hers. */
export const isPersonOnly = (me: Profile | null): boolean => me !== null && me.posts.length === 0;

/** Who I am does not depend on the language I read: the one answer that is not asked again when it changes. */
const sessionKey = [readSession.name];

/** A session that has ended shows itself at the next call: ask who I am again, and the shell leads to the door. */
function watchForEnd(): void {
  queries.getQueryCache().config.onError = (error) => {
    if (error instanceof ProblemError && error.status === 401) {
      void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === readSession.name });
    }
  };
}
watchForEnd();

export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const client = useQueryClient();
  const read = useQuery({ queryKey: sessionKey, queryFn: () => ask(readSession, {}) });
  const session = read.data;
  // Before anything below can send a change.
  if (session) {
    proveChangesWith(session.csrf);
    tellDaysIn(session.timeZone);
  }

  const become = useCallback(
    (next: Session) => {
      proveChangesWith(next.csrf);
      client.setQueryData(sessionKey, next);
    },
    [client],
  );
  /** Another person's answers must not be seen: everything remembered is thrown away. */
  const change = useCallback(
    async (next: Promise<Session>) => {
      const arrived = await next;
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== readSession.name });
      become(arrived);
    },
    [client, become],
  );
  const value = useMemo<SessionValue | undefined>(
    () =>
      session && {
        session,
        me: session.me,
        signIn: (name, password) => change(ask(signIn, { body: { name, password } })),
        enterAs: (account) => change(ask(enterAs, { body: { account } })),
        actFor: (delegation) => change(ask(actFor, { body: { delegation } })),
        signOut: async () => {
          await ask(signOut, {});
          await change(ask(readSession, {}));
        },
        chooseLanguage: async (language) => {
          try {
            become(await ask(chooseLanguage, { body: { language } }));
          } finally {
            await speak(language);
          }
        },
      },
    [session, change, become],
  );
  useEffect(() => {
    document.documentElement.dataset['demo'] = String(session?.demo ?? false);
  }, [session?.demo]);

  if (value) return <SessionContext value={value}>{children}</SessionContext>;
  return (
    <main className="first-page">
      {read.error ? <ErrorState error={read.error} onRetry={() => void read.refetch()} /> : <Loading shape="page" />}
    </main>
  );
}
