/** Asks the trusted source by the person's ID, so that nobody types again what is already known. */
import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconDatabaseSearch } from '@tabler/icons-react';
import { useState } from 'react';
import type { FormModel } from '../../src/dictionary/contract.ts';
import type { Values } from '../../src/records/contract.ts';
import { lookupPerson } from '../../src/registers/contract.ts';
import { ask, ProblemError } from '../api.ts';
import { useRegisterName } from '../dictionary/words.tsx';
import { useWords } from '../i18n.ts';
import { formatDay } from '../ui/format.ts';
import type { Source } from '../ui/form.tsx';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { Panel } from '../ui/page.tsx';
import { KnownPerson } from './known-person.tsx';
import { fieldsOf, missingIn, type Draft } from './record-draft.ts';
import styles from './records.module.css';

export interface Prefilled {
  readonly values: Values;
  readonly source: Source;
}

/** The register that answers for most fields of the form, when it is another one. */
export function sourceOf(form: FormModel, register: string): string | undefined {
  const counts = new Map<string, number>();
  for (const { source, reCollectable } of fieldsOf(form)) {
    if (source && source !== register && reCollectable === 'forbidden')
      counts.set(source, (counts.get(source) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

interface PrefillProps {
  readonly form: FormModel;
  /** Register that the form is of: what need not be asked is counted for it. */
  readonly register: string;
  readonly source: string;
  readonly draft: Draft;
  /** How many fields stand prefilled now. */
  readonly held: number;
  /** Whether the rest of the form is shown. */
  readonly begun: boolean;
  readonly onFound: (found: Prefilled) => void;
  /** Goes on without the source, with the key that was typed. */
  readonly onBegin: (key: string) => void;
}

export function Prefill({ form, register, source, draft, held, begun, onFound, onBegin }: PrefillProps) {
  useWords('web-who');
  const { t } = useWords('web-registers');
  const nameOf = useRegisterName();
  const [key, setKey] = useState('');
  const [byName, setByName] = useState(false);
  const lookup = useMutation({
    networkMode: 'always',
    mutationFn: (who: { readonly key: string } | { readonly record: string }) =>
      ask(lookupPerson, { params: { register: source }, query: { ...who, into: register } }),
    onSuccess: ({ values, asOf }) => {
      setByName(false);
      onFound({ values, source: { register: nameOf(source), asOf: formatDay(asOf) } });
    },
    // What the source does not know, or cannot say now, is asked as usual.
    onError: () => onBegin(keyIn(key)),
  });
  const problem = lookup.error instanceof ProblemError ? lookup.error : undefined;
  const unknown = problem?.status === 404;
  const away = isAway(lookup.error);
  return (
    <Panel title={t('prefill.title')} note={t('prefill.words', { source: nameOf(source) })}>
      <form
        className={styles.lookup}
        onSubmit={(event) => {
          event.preventDefault();
          if (keyIn(key)) lookup.mutate({ key: keyIn(key) });
        }}
      >
        <TextInput
          label={t('prefill.key')}
          description={begun ? undefined : t('prefill.keyHint')}
          dir="ltr"
          inputMode="numeric"
          autoComplete="off"
          autoFocus={!begun}
          w={260}
          maxLength={100}
          value={key}
          onChange={(event) => setKey(event.currentTarget.value)}
        />
        <Button type="submit" loading={lookup.isPending} leftSection={<IconDatabaseSearch size={18} />}>
          {t('prefill.act')}
        </Button>
        {!begun && (
          <Button variant="default" onClick={() => onBegin(keyIn(key))}>
            {t('prefill.without')}
          </Button>
        )}
      </form>
      {!byName && held === 0 && (
        <button type="button" className="link-button" onClick={() => setByName(true)}>
          {t('web-who:known.open')}
        </button>
      )}
      {byName && (
        <section className={styles.told} aria-label={t('web-who:known.title')}>
          <KnownPerson
            register={register}
            source={source}
            busy={lookup.isPending}
            onUse={(record) => lookup.mutate({ record })}
          />
        </section>
      )}
      {held > 0 && (
        <div className={styles.told}>
          <Notice tone="good" live>
            {t('prefill.filled', { count: held })} {t('prefill.left', { count: missingIn(form, draft).length })}
          </Notice>
        </div>
      )}
      {unknown && (
        <div className={styles.told}>
          <Notice tone="warn" live title={t('prefill.notHeld', { source: nameOf(source) })}>
            {t('prefill.notHeldWords')}
          </Notice>
        </div>
      )}
      {away && (
        <div className={styles.told}>
          <Notice tone="warn" live title={t('prefill.away', { source: nameOf(source) })}>
            {t('prefill.awayWords')}
          </Notice>
        </div>
      )}
      {problem && !unknown && !away && <ProblemNotice error={problem} />}
    </Panel>
  );
}

/** A source that another node keeps and that does not answer is the same as no connection at all. */
const isAway = (error: Error | null): boolean =>
  error !== null && (!(error instanceof ProblemError) || error.problem.type.endsWith('/source-silent'));

/** A scanner ends with Enter and may put blanks between digits; the letter O is no digit. */
const keyIn = (typed: string) => {
  const plain = typed.normalize('NFKC').replace(/[\s.\u2019'-]+/g, '');
  const digits = plain.replace(/[oO]/g, '0').replace(/[lI|]/g, '1');
  return /^\d+$/.test(digits) ? digits : typed.trim();
};
