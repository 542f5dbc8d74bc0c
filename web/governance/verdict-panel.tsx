/** "Would I be granted?": the same function that decides, asked while one writes. */
import type { AssessmentPage, FindingLine } from '../../src/governance/requests/request-contract.ts';
import { Panel, Stack } from '../ui/page.tsx';
import { Num } from '../ui/values.tsx';
import { State, Verdict, type Tone } from '../ui/verdict.tsx';
import { useRequestWords } from './use-request-words.ts';

const tones: Readonly<Record<FindingLine['severity'], Tone>> = {
  stop: 'bad',
  serious: 'bad',
  warn: 'warn',
  note: 'quiet',
};
const verdictTones: Readonly<Record<AssessmentPage['verdict'], Tone>> = {
  cannot: 'warn',
  automatic: 'good',
  people: 'good',
};

export function Findings({ findings }: { readonly findings: readonly FindingLine[] }) {
  const { t } = useRequestWords();
  if (findings.length === 0) return <p>{t('noFindings')}</p>;
  return (
    <ul aria-label={t('findings')} style={{ paddingInlineStart: 0, listStyle: 'none', display: 'grid', gap: 8 }}>
      {findings.map(({ rule, severity, element, words }) => (
        <li key={`${rule}/${element ?? ''}`} style={{ display: 'flex', flexWrap: 'wrap', columnGap: 10 }}>
          <State tone={tones[severity]}>{t(`governance:request.severities.${severity}`)}</State>
          <span>{words}</span>
        </li>
      ))}
    </ul>
  );
}

export function VerdictPanel({ assessment }: { readonly assessment: AssessmentPage | undefined }) {
  const { t, say } = useRequestWords();
  return (
    <Panel title={t('would')}>
      <div aria-live="polite">
        {assessment ? (
          <Stack>
            <p>
              <Verdict tone={verdictTones[assessment.verdict]}>
                {t(`governance:request.verdicts.${assessment.verdict}`)}
              </Verdict>
            </p>
            <p>
              <strong>{t(`governance:request.kinds.${assessment.kind}`)}.</strong>{' '}
              {t(`governance:request.kindWords.${assessment.kind}`)}
            </p>
            <p>
              {t('answerWithin', { count: assessment.days })}{' '}
              {assessment.deciders.map(({ code, names }, i) => (
                <span key={code}>
                  {i > 0 && ' · '}
                  <bdi>{say(names)}</bdi>
                </span>
              ))}
            </p>
            <Findings findings={assessment.findings} />
          </Stack>
        ) : (
          <p>{t('chooseRegister')}</p>
        )}
      </div>
    </Panel>
  );
}

/** Used of a quota, as both sides see it. */
export function Used({ used, quota }: { readonly used: number; readonly quota: number | null }) {
  return (
    <>
      <Num value={used} />
      {quota !== null && (
        <>
          {' / '}
          <Num value={quota} />
        </>
      )}
    </>
  );
}
