/** The first step of a merge: who ends, whom they become, from when. */
import { CloseButton, Radio, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { getBody } from '../../src/bodies/contract.ts';
import { useEndpoint } from '../api.ts';
import { languages, useWords } from '../i18n.ts';
import { DayInput } from '../ui/day-input.tsx';
import { Panel, Stack } from '../ui/page.tsx';
import { BodyChoice } from './body-choice.tsx';
import styles from './merge.module.css';

export interface Founding {
  readonly code: string;
  readonly names: Record<string, string>;
  readonly kind: string;
  readonly level: string;
  readonly parent: string | null;
}

interface MergeChoiceProps {
  readonly from: readonly string[];
  readonly into: string;
  readonly day: string;
  readonly founding: Founding | undefined;
  readonly onChange: (change: { from?: string; into?: string; on?: string }) => void;
  readonly onFound: (founding: Founding | undefined) => void;
  readonly children: ReactNode;
}

export function MergeChoice({ from, into, day, founding, onChange, onFound, children }: MergeChoiceProps) {
  const { t } = useWords('bodies');
  const first = from[0] ?? '';
  const like = useEndpoint(getBody, { params: { body: first }, query: {} }, { when: first !== '' });
  const begin = () => {
    const { kind = 'commune', level = 'commune' } = like.data?.body ?? {};
    onFound({ code: '', names: {}, kind, level, parent: like.data?.path.at(-2)?.code ?? null });
  };
  return (
    <Panel title={t('merge.page.choose')}>
      <div className={styles.fields}>
        <Ending from={from} onChange={(codes) => onChange({ from: codes.join(',') })} />
        <Radio.Group
          label={t('merge.page.becomes')}
          value={founding ? 'new' : 'there'}
          onChange={(next) => (next === 'new' ? begin() : onFound(undefined))}
        >
          <Stack gap="tight">
            <Radio value="there" label={t('merge.page.there')} />
            <Radio value="new" label={t('merge.page.new')} disabled={!like.data} />
          </Stack>
        </Radio.Group>
        {founding ? (
          <FoundingFields founding={founding} onChange={onFound} />
        ) : (
          <BodyChoice
            label={t('merge.page.into')}
            value={into}
            without={from}
            onChange={(code) => onChange({ into: code })}
          />
        )}
        <DayInput label={t('merge.page.day')} value={day} onChange={(on) => onChange({ on })} />
        {children}
      </div>
    </Panel>
  );
}

function Ending({
  from,
  onChange,
}: {
  readonly from: readonly string[];
  readonly onChange: (codes: string[]) => void;
}) {
  const { t } = useWords('bodies');
  return (
    <Stack gap="tight">
      <BodyChoice
        key={from.join()}
        label={t(from.length === 0 ? 'merge.page.ends' : 'merge.page.another')}
        value=""
        without={from}
        onChange={(code) => code && onChange([...from, code])}
      />
      {from.length > 0 && (
        <ul className={styles.chosen} aria-label={t('merge.page.ends')}>
          {from.map((code) => (
            <li key={code}>
              <NameOf code={code} />
              <CloseButton
                aria-label={t('merge.page.without', { code })}
                onClick={() => onChange(from.filter((one) => one !== code))}
              />
            </li>
          ))}
        </ul>
      )}
    </Stack>
  );
}

function NameOf({ code }: { readonly code: string }) {
  const { say } = useWords();
  const body = useEndpoint(getBody, { params: { body: code }, query: {} });
  return <bdi>{body.data ? `${say(body.data.body.names)} (${code})` : code}</bdi>;
}

interface FoundingFieldsProps {
  readonly founding: Founding;
  readonly onChange: (founding: Founding) => void;
}

function FoundingFields({ founding, onChange }: FoundingFieldsProps) {
  const { t } = useWords('bodies');
  return (
    <>
      <TextInput
        label={t('merge.page.code')}
        value={founding.code}
        maxLength={100}
        w={240}
        onChange={(event) => onChange({ ...founding, code: event.currentTarget.value })}
      />
      {languages.map((language) => (
        <TextInput
          key={language}
          label={`${t('merge.page.name')} (${t(`web:language.${language}`, { defaultValue: language })})`}
          dir="auto"
          value={founding.names[language] ?? ''}
          maxLength={200}
          onChange={(event) =>
            onChange({ ...founding, names: { ...founding.names, [language]: event.currentTarget.value } })
          }
        />
      ))}
      <BodyChoice
        label={t('merge.page.parent')}
        value={founding.parent ?? ''}
        onChange={(code) => onChange({ ...founding, parent: code || null })}
      />
    </>
  );
}
