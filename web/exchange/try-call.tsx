/** Tries the API as the person who looks: the address, the answer as it came, or the same decision as on any screen. */
import { Button, CopyButton, SegmentedControl, Select } from '@mantine/core';
import { IconCheck, IconCopy, IconPlayerPlay } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { listBodies } from '../../src/bodies/contract.ts';
import type { ExplainedDecision } from '../../src/platform/decision.ts';
import { addressOf } from '../../src/platform/http/call.ts';
import { listRecords } from '../../src/records/contract.ts';
import { useEndpoint } from '../api.ts';
import { useSession } from '../session.tsx';
import { DecisionCard } from '../ui/decision-card.tsx';
import { useSettled } from '../ui/hooks.ts';
import { Code, Num } from '../ui/values.tsx';
import { Tag, Verdict } from '../ui/verdict.tsx';
import { notationNames, notations, sampleOf, type Notation } from './code-samples.ts';
import { useExchangeWords } from './exchange-words.tsx';
import styles from './exchange.module.css';

/** Enough to see what comes; a trial reads no more than it shows. */
const ROWS = 3;

interface Tried {
  readonly status: number;
  readonly milliseconds: number;
  readonly body: unknown;
}

export function TryCall({ register }: { readonly register: string }) {
  const { t, language } = useExchangeWords();
  const { me } = useSession();
  const client = useQueryClient();
  const [body, setBody] = useState<string | null>(me?.body?.code ?? null);
  const [tried, setTried] = useState<Tried>();
  const [busy, setBusy] = useState(false);
  const [silent, setSilent] = useState(false);
  const path = addressOf(listRecords, { register }, { ...(body && { body }), limit: ROWS });
  const call = async () => {
    setBusy(true);
    setSilent(false);
    try {
      setTried(await tryCall(path, language));
    } catch {
      setTried(undefined);
      setSilent(true);
    } finally {
      setBusy(false);
      // What this read changed: today's counts, and the catalogue's.
      void client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('exchange.') });
    }
  };
  return (
    <div>
      <div className={styles.form}>
        <BodySelect value={body} onChange={setBody} />
        <Button leftSection={<IconPlayerPlay size={17} />} loading={busy} onClick={() => void call()}>
          {t('try.call')}
        </Button>
      </div>
      <div className={styles.request}>
        <Tag tone="info">GET</Tag>
        <Code>{path}</Code>
      </div>
      <div aria-live="polite">
        {silent && <p role="alert">{t('web:error.network')}</p>}
        {tried && <Answer tried={tried} />}
      </div>
      <Samples path={path} />
    </div>
  );
}

/** The call itself, past our own way to the node: what is tried is the API, and is counted as such. */
async function tryCall(path: string, language: string): Promise<Tried> {
  const begun = performance.now();
  const response = await fetch(path, {
    credentials: 'same-origin',
    headers: {
      accept: 'application/json, application/problem+json',
      'accept-language': language,
      'x-artery-client': 'api',
    },
  });
  const text = await response.text();
  const milliseconds = performance.now() - begun;
  try {
    return { status: response.status, milliseconds, body: JSON.parse(text) as unknown };
  } catch {
    return { status: response.status, milliseconds, body: text };
  }
}

function Answer({ tried }: { readonly tried: Tried }) {
  const { t } = useExchangeWords();
  const { status, milliseconds, body } = tried;
  const decision = (body as { decision?: ExplainedDecision } | null)?.decision;
  return (
    <div className={styles.answer} data-testid="tried">
      <div className={styles.form}>
        <Verdict tone={status < 300 ? 'good' : 'bad'}>
          {status} {t(`try.status.${status < 300 ? 'ok' : status === 403 ? 'refused' : 'failed'}`)}
        </Verdict>
        <span>
          <Num value={milliseconds} decimals={0} /> ms
        </span>
      </div>
      {decision && <DecisionCard decision={decision} action={<span />} />}
      <pre className={styles.code} dir="ltr" tabIndex={0} aria-label={t('try.answer')}>
        {typeof body === 'string' ? body : JSON.stringify(body, null, 2)}
      </pre>
    </div>
  );
}

/** The same call for a program of one's own. */
function Samples({ path }: { readonly path: string }) {
  const { t } = useExchangeWords();
  const [notation, setNotation] = useState<Notation>('curl');
  const sample = sampleOf(notation, new URL(path, location.href).href);
  return (
    <section className={styles.samples} aria-label={t('samples')}>
      <div className={styles.form}>
        <SegmentedControl
          aria-label={t('samples')}
          value={notation}
          onChange={(next) => setNotation(next as Notation)}
          data={notations.map((one) => ({ value: one, label: notationNames[one] }))}
        />
        <CopyButton value={sample}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              leftSection={copied ? <IconCheck size={17} /> : <IconCopy size={17} />}
              onClick={copy}
            >
              {t(copied ? 'copied' : 'copy')}
            </Button>
          )}
        </CopyButton>
      </div>
      <pre className={styles.code} dir="ltr" tabIndex={0} aria-label={notationNames[notation]}>
        {sample}
      </pre>
      <span>{t('keyWords')}</span>
    </section>
  );
}

interface BodySelectProps {
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
}

/** More bodies than a list can hold: searched on the server, one's own first. */
function BodySelect({ value, onChange }: BodySelectProps) {
  const { t, say } = useExchangeWords();
  const { me } = useSession();
  const [text, setText] = useState('');
  const asked = useSettled(text.trim());
  const found = useEndpoint(
    listBodies,
    { query: { ...(asked && !asked.includes('(') ? { text: asked } : {}), limit: 30 } },
    { keep: true },
  );
  const own = me?.body ? [{ code: me.body.code, names: me.body.name }] : [];
  const bodies = [...new Map([...own, ...(found.data?.items ?? [])].map((body) => [body.code, body])).values()];
  return (
    <Select
      label={t('try.body')}
      placeholder={t('try.anyBody')}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('web:action.clear') }}
      nothingFoundMessage={t('web:search.nothing')}
      value={value}
      onChange={onChange}
      onSearchChange={setText}
      filter={({ options }) => options}
      data={bodies.map(({ code, names }) => ({ value: code, label: `${say(names)} (${code})` }))}
      w={340}
    />
  );
}
