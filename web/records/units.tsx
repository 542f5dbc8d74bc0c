/** "As written" or "in today's units": former codes read through the successions of their lists; what is stored stays. */
import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { readCodesToday, type CodeUnits } from '../../src/registers/contract.ts';
import { ask, keyOf } from '../api.ts';
import { useWords } from '../i18n.ts';
import { formatDay, formatNumber } from '../ui/format.ts';
import { Soft } from '../ui/values.tsx';
import type { Coded } from './code-names.ts';
import styles from './records.module.css';

/** What a code is today; undefined when it stands, when nobody asked, and while it is not known. */
export type UnitsOf = (list: string, code: string) => CodeUnits | undefined;

interface SwitchProps {
  /** `today`, or empty for as written. */
  readonly units: string;
  readonly onChange: (units: string) => void;
}

export function UnitsSwitch({ units, onChange }: SwitchProps) {
  const { t } = useWords('web-once');
  return (
    <SegmentedControl
      aria-label={t('units.label')}
      value={units === 'today' ? 'today' : 'written'}
      onChange={(next) => onChange(next === 'today' ? 'today' : '')}
      data={[
        { value: 'written', label: t('units.written') },
        { value: 'today', label: t('units.today') },
      ]}
    />
  );
}

const MOST = 500;
const nobody: UnitsOf = () => undefined;

/** @param wanted codes on the screen; asked for only when `units` is `today` */
export function useUnitsToday(register: string, units: string, wanted: readonly Coded[]): UnitsOf {
  const codes = useMemo(() => {
    const each = new Map(wanted.map(({ list, code }) => [`${list}\n${code}`, { list, code }]));
    return [...each.values()].slice(0, MOST);
  }, [wanted]);
  const input = { params: { register }, body: { codes } };
  const answer = useQuery({
    queryKey: keyOf(readCodesToday, input),
    queryFn: () => ask(readCodesToday, input),
    enabled: units === 'today' && codes.length > 0,
    staleTime: Infinity,
  });
  return useMemo(() => {
    if (units !== 'today' || !answer.data) return nobody;
    const moved = answer.data.items.filter(({ standing }) => standing !== 'same');
    const found = new Map(moved.map((one) => [`${one.list}\n${one.code}`, one]));
    return (list, code) => found.get(`${list}\n${code}`);
  }, [units, answer.data]);
}

interface InUnitsProps {
  readonly found: CodeUnits;
  /** With the decision and the day: where there is room. */
  readonly full?: boolean;
}

/** The unit of today, or its parts with their shares; beneath, from which code it came. */
export function InUnits({ found, full = false }: InUnitsProps) {
  const { t, say, language } = useWords('web-once');
  const { standing, today, former, code, since, decision, candidates } = found;
  const percent = (share: number | null) =>
    share === null || standing === 'whole' ? '' : ` ${formatNumber(share * 100, language)} %`;
  const name = former ? say(former) : code;
  return (
    <span className={styles.units}>
      {standing === 'unknown' ? (
        <span>{name}</span>
      ) : (
        today.map((unit) => (
          <span key={unit.code}>
            {say(unit.names) || unit.code}
            {percent(unit.share)}
          </span>
        ))
      )}
      <Soft>
        {standing === 'unknown'
          ? candidates.length > 1
            ? t('units.several', { names: candidates.map((one) => say(one)).join(' · ') })
            : t('units.unknown')
          : t('units.was', { name, code, day: since === null ? '–' : formatDay(since) })}
        {standing === 'part' && ` · ${t('units.split')}`}
        {full && decision && standing !== 'unknown' && ` · ${t('units.decision', { decision: say(decision) })}`}
      </Soft>
    </span>
  );
}
