/** Registers a key: made in the browser (the private part is saved as a file and never sent), pasted, or a secret. */
import { Button, Checkbox, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { registerClientKey } from '../../src/exchange/vouchers/contract.ts';
import { saveFile, useCommand } from '../api.ts';
import { FieldGrid, FormEnd } from '../ui/form.tsx';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { Stack } from '../ui/page.tsx';
import { Code } from '../ui/values.tsx';
import { useExchangeWords } from './exchange-words.tsx';

const ways = ['make', 'paste', 'secret'] as const;
type Way = (typeof ways)[number];

/** A new key pair of this browser: the public JWK, and the private key as PEM. */
async function makePair(): Promise<{ readonly jwk: Record<string, unknown>; readonly pem: string }> {
  const kind = { name: 'ECDSA', namedCurve: 'P-256' };
  const pair = await crypto.subtle.generateKey(kind, true, ['sign', 'verify']);
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  const bytes = new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey));
  const lines = btoa(String.fromCharCode(...bytes)).match(/.{1,64}/g) ?? [];
  const pem = ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n');
  return { jwk: { kty, crv, x, y }, pem };
}

const parsed = (text: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
};

export function RegisterKey() {
  const { t } = useExchangeWords();
  const [label, setLabel] = useState('');
  const [way, setWay] = useState<Way>('make');
  const [text, setText] = useState('');
  const [agreement, setAgreement] = useState('');
  const [sandbox, setSandbox] = useState(false);
  const register = useCommand(registerClientKey, { refreshes: ['exchange'] });
  const jwk = parsed(text);
  const isReady = label.trim() !== '' && (way !== 'paste' || jwk !== undefined);
  const send = async () => {
    const pair = way === 'make' ? await makePair() : undefined;
    const agreements = agreement.split(/[\s,]+/).filter(Boolean);
    const means = way === 'secret' ? { gateway: 'secret' as const } : { jwk: pair?.jwk ?? jwk ?? {} };
    const more = { ...(sandbox && { sandbox }), ...(agreements.length > 0 && !sandbox && { agreements }) };
    const done = await register.mutateAsync({ body: { label: label.trim(), ...means, ...more } });
    if (pair) await saveFile(new Response(pair.pem), `${done.client.slice(0, 8)}.pem`);
    setLabel('');
    setText('');
  };
  return (
    <Stack>
      <SegmentedControl
        aria-label={t('keys.way')}
        value={way}
        onChange={(next) => setWay(next as Way)}
        data={ways.map((one) => ({ value: one, label: t(`keys.ways.${one}`) }))}
      />
      <p style={{ margin: 0 }}>{t(`keys.wayWords.${way}`)}</p>
      <FieldGrid>
        <TextInput
          label={t('keys.label')}
          required
          maxLength={100}
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <TextInput
          label={t('keys.agreements')}
          placeholder={t('keys.everyAgreement')}
          disabled={sandbox}
          value={agreement}
          onChange={(event) => setAgreement(event.currentTarget.value)}
        />
      </FieldGrid>
      {way === 'paste' && (
        <Textarea
          label={t('keys.jwk')}
          placeholder='{"kty":"OKP","crv":"Ed25519","x":"…"}'
          autosize
          minRows={3}
          dir="ltr"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      <Checkbox
        label={t('keys.onlySandbox')}
        checked={sandbox}
        onChange={(event) => setSandbox(event.currentTarget.checked)}
      />
      <ProblemNotice error={register.error} />
      {register.data && <Registered client={register.data.client} secret={register.data.secret} />}
      <FormEnd>
        <Button disabled={!isReady} loading={register.isPending} onClick={() => void send().catch(() => undefined)}>
          {t('keys.register')}
        </Button>
      </FormEnd>
    </Stack>
  );
}

function Registered({ client, secret }: { readonly client: string; readonly secret: string | undefined }) {
  const { t } = useExchangeWords();
  return (
    <Notice tone="good" live title={t('keys.registered')}>
      <div>
        {t('keys.client')}: <Code>{client}</Code>
      </div>
      {secret !== undefined && (
        <div>
          {t('keys.secret')}: <Code>{secret}</Code> {t('keys.secretOnce')}
        </div>
      )}
    </Notice>
  );
}
