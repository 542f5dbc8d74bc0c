/** Is this person known? By name and birthday, where no number is at hand: people found, as far as the reader's grant goes. */
import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { listLinkedEntities, lookupGolden, type GoldenRecordRef } from '../../src/registers/contract.ts';
import { ask, useEndpoint } from '../api.ts';
import type { Answer } from '../../src/platform/http/endpoint.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { Chance } from '../registers/who/who-words.tsx';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { Stack } from '../ui/page.tsx';
import { To } from '../ui/to.tsx';
import { Soft, UserText } from '../ui/values.tsx';
import { Verdict } from '../ui/verdict.tsx';
import styles from './records.module.css';
import own from '../registers/who/who.module.css';

/** What people know of somebody whose number they have not. */
const KINDS = ['name', 'date'] as const;

interface KnownPersonProps {
  readonly register: string;
  /** The trusted source: whoever stands there can be prefilled from it. */
  readonly source: string;
  readonly busy: boolean;
  readonly onUse: (record: string) => void;
}

export function KnownPerson({ register, source, busy, onUse }: KnownPersonProps) {
  const { t, say } = useWords('web-who');
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const entities = useEndpoint(listLinkedEntities, {});
  const lookup = useMutation({
    networkMode: 'always',
    mutationFn: (values: Record<string, string>) =>
      ask(lookupGolden, { body: { values, entity: entity?.entity ?? '' } }),
  });
  const entity = entities.data?.items.find(({ registers }) => registers.some((one) => one.register === register));
  const fields = entity?.fields.filter(({ kind }) => KINDS.some((one) => one === kind)) ?? [];
  const values = Object.fromEntries(
    fields.flatMap(({ field }) => (typed[field]?.trim() ? [[field, typed[field].trim()]] : [])),
  );
  const isEnough = fields.length > 0 && fields.every(({ field }) => values[field] !== undefined);
  if (!entity) return null;
  return (
    <Stack>
      <p className={own.quiet}>{t('known.words')}</p>
      <form
        className={styles.lookup}
        onSubmit={(event) => {
          event.preventDefault();
          if (isEnough) lookup.mutate(values);
        }}
      >
        {fields.map(({ field, kind, names }, i) => (
          <TextInput
            key={field}
            label={say(names)}
            dir={kind === 'date' ? 'ltr' : 'auto'}
            placeholder={kind === 'date' ? 'dd/MM/yyyy' : undefined}
            autoComplete="off"
            autoFocus={i === 0}
            w={kind === 'date' ? 150 : 260}
            maxLength={200}
            value={typed[field] ?? ''}
            onChange={({ currentTarget: { value } }) => setTyped((before) => ({ ...before, [field]: value }))}
          />
        ))}
        <Button type="submit" variant="default" loading={lookup.isPending} leftSection={<IconSearch size={18} />}>
          {t('known.act')}
        </Button>
      </form>
      {!isEnough && <p className={own.quiet}>{t('known.need')}</p>}
      <ProblemNotice error={lookup.error} />
      {lookup.data && <Found answer={lookup.data} register={register} source={source} busy={busy} onUse={onUse} />}
    </Stack>
  );
}

interface FoundProps extends KnownPersonProps {
  readonly answer: Answer<typeof lookupGolden>;
}

function Found({ answer, ...props }: FoundProps) {
  const { t } = useWords('web-who');
  const { people } = answer;
  if (people.length === 0) {
    return (
      <Notice tone="info" live title={t('known.none')}>
        {t('known.noneWords')}
      </Notice>
    );
  }
  return (
    <div role="status">
      {people.length > 1 && <p className={own.quiet}>{t('known.several', { number: people.length })}</p>}
      <ul className={own.candidates} aria-label={t('known.found')}>
        {people.map((person) => (
          <li key={person.person} className={own.candidate}>
            <div>
              <strong>
                <UserText>{person.records.find(({ label }) => label !== null)?.label ?? t('unnamed')}</UserText>
              </strong>{' '}
              <Verdict tone={person.verdict === 'link' ? 'good' : 'warn'}>
                {t(`known.verdict.${person.verdict}`)}
              </Verdict>
              <div>
                <Soft>
                  <Chance pair={person} /> · <Homes records={person.records} />
                </Soft>
              </div>
            </div>
            <Use {...props} records={person.records} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Homes({ records }: { readonly records: readonly GoldenRecordRef[] }) {
  const { say } = useWords('web-who');
  return <>{records.map(({ registerNames, body }) => `${say(registerNames)} (${say(body.names)})`).join(' · ')}</>;
}

/** Who is in the register already is not declared again; who is at the source is prefilled. */
function Use({
  records,
  register,
  source,
  busy,
  onUse,
}: KnownPersonProps & { readonly records: readonly GoldenRecordRef[] }) {
  const { t } = useWords('web-who');
  const here = records.find((one) => one.register === register);
  if (here) return <To to={paths.record(register, here.record)}>{t('known.there')}</To>;
  const held = records.find((one) => one.register === source);
  if (!held) return null;
  return (
    <Button size="compact-md" loading={busy} onClick={() => onUse(held.record)}>
      {t('known.use')}
    </Button>
  );
}
