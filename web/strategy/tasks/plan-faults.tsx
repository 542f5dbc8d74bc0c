/** Why a plan does not hold: each finding in words; any other problem as everywhere. */
import { ProblemError } from '../../../src/platform/http/call.ts';
import { formatDay } from '../../ui/format.ts';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { useStrategyWords } from '../strategy-words.tsx';

interface Finding {
  readonly field: string;
  readonly reason: string;
  readonly value: string;
  readonly day?: string;
}

const findingsOf = (error: unknown): readonly Finding[] =>
  error instanceof ProblemError && Array.isArray(error.problem['findings'])
    ? (error.problem['findings'] as Finding[])
    : [];

export function PlanFaults({ error }: { readonly error: unknown }) {
  const { t } = useStrategyWords();
  const findings = findingsOf(error);
  if (findings.length === 0) return <ProblemNotice error={error} />;
  return (
    <Notice tone="bad" title={t('strategy:problems.plan-refused.title')}>
      <ul>
        {findings.map(({ field, reason, value, day }) => (
          <li key={`${field} ${reason} ${value}`}>
            {t(`plan.findings.${reason}`, { value, day: day === undefined ? '' : formatDay(day) })}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
