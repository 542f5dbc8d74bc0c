/** Their value → our code, beginning with the values of the sample that have none yet. */
import { ActionIcon, Autocomplete, Button, Select, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { listCodes, type MappingLine, type Transform } from '../../../src/dictionary/contract.ts';
import { useEndpoint } from '../../api.ts';
import { useWords } from '../../i18n.ts';
import type { TargetField } from './target-list.tsx';
import type { Trial } from './use-trial.ts';
import styles from './mappings.module.css';

type Values = Extract<Transform, { kind: 'values' }>;
type Pair = readonly [theirs: string, ours: string];
const MOST_CODES = 200;
const MOST_MISSED = 12;

interface ValueTableProps {
  readonly transform: Values;
  readonly line: MappingLine;
  readonly target: TargetField | undefined;
  readonly trial: Trial;
  readonly onChange: (transform: Values) => void;
}

export function ValueTable({ transform, line, target, trial, onChange }: ValueTableProps) {
  const { t } = useWords('web-mapping');
  // Rows of their own: while one types, two values may be the same for a moment.
  const [pairs, setPairs] = useState<readonly Pair[]>(() => Object.entries(transform.values));
  const put = (next: readonly Pair[]) => {
    setPairs(next);
    onChange({ ...transform, values: Object.fromEntries(next.filter(([theirs]) => theirs !== '')) });
  };
  const putAt = (place: number, pair: Pair) => put(pairs.map((one, at) => (at === place ? pair : one)));
  const known = new Set(pairs.map(([theirs]) => theirs));
  const missed = (trial.answer?.missed ?? []).filter(({ field, value }) => field === line.to && !known.has(value));
  return (
    <div className={styles.values}>
      {pairs.map(([theirs, ours], place) => (
        <div key={place} className={styles.pair}>
          <TextInput
            aria-label={`${t('theirValue')} ${String(place + 1)}`}
            placeholder={t('theirValue')}
            value={theirs}
            onChange={(event) => putAt(place, [event.currentTarget.value, ours])}
          />
          <OurCode
            list={target?.codeList}
            place={place}
            value={ours}
            onChange={(code) => putAt(place, [theirs, code])}
          />
          <ActionIcon
            variant="subtle"
            aria-label={t('removeValue', { value: theirs })}
            onClick={() => put(pairs.filter((_, at) => at !== place))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </div>
      ))}
      {missed.length > 0 && (
        <div>
          <h4 className={styles.small}>{t('missed')}</h4>
          <div className={styles.chips}>
            {missed.slice(0, MOST_MISSED).map(({ value, count }) => (
              <Button
                key={value}
                size="compact-sm"
                variant="default"
                leftSection={<IconPlus size={14} />}
                title={t('seen', { count })}
                onClick={() => put([...pairs, [value, '']])}
              >
                <bdi>{value}</bdi>
              </Button>
            ))}
          </div>
        </div>
      )}
      <div className={styles.chips}>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={15} />}
          onClick={() => put([...pairs, ['', '']])}
        >
          {t('addValue')}
        </Button>
        <Select
          aria-label={t('otherwise')}
          size="xs"
          w={300}
          allowDeselect={false}
          data={(['refuse', 'keep'] as const).map((value) => ({
            value,
            label: `${t('otherwise')} ${t(`otherwises.${value}`)}`,
          }))}
          value={transform.otherwise ?? 'refuse'}
          onChange={(otherwise) => otherwise && onChange({ ...transform, otherwise })}
        />
      </div>
    </div>
  );
}

interface OurCodeProps {
  /** The code list of the field; absent: any text. */
  readonly list: string | undefined;
  readonly place: number;
  readonly value: string;
  readonly onChange: (code: string) => void;
}

function OurCode({ list = '', place, value, onChange }: OurCodeProps) {
  const { t, say } = useWords('web-mapping');
  const codes = useEndpoint(listCodes, { params: { list }, query: { limit: MOST_CODES } }, { when: list !== '' });
  const names = new Map(codes.data?.items.map(({ code, names }) => [code, say(names)]));
  return (
    <Autocomplete
      aria-label={`${t('ourCode')} ${String(place + 1)}`}
      placeholder={t('ourCode')}
      dir="ltr"
      maxLength={400}
      data={[...names.keys()]}
      renderOption={({ option }) => `${option.value} · ${names.get(option.value) ?? ''}`}
      {...(names.has(value)
        ? { description: names.get(value), inputWrapperOrder: ['input', 'description'] as const }
        : {})}
      value={value}
      onChange={onChange}
    />
  );
}
