/** Words about pairs and records, the same on every page of who is who. */
import { useCallback } from 'react';
import type { Duplicate, GoldenRecordRef } from '../../../src/registers/contract.ts';
import { useWords } from '../../i18n.ts';
import { paths } from '../../paths.ts';
import { To } from '../../ui/to.tsx';
import { Percent, Soft, UserText } from '../../ui/values.tsx';
import { State, type Tone } from '../../ui/verdict.tsx';

/** "An and Bình": as far as the names are open. */
export function usePairName(): (pair: Pick<Duplicate, 'left' | 'right'>) => string {
  const { t } = useWords('web-who');
  return useCallback(
    ({ left, right }) => t('pair.names', { left: left.label ?? t('unnamed'), right: right.label ?? t('unnamed') }),
    [t],
  );
}

export function PairReason({ pair }: { readonly pair: Pick<Duplicate, 'reason'> }) {
  useWords('linkage');
  const { t } = useWords('web-who');
  return <>{t(`linkage:reasons.${pair.reason}`)}</>;
}

/** Never 100 %: nothing that is weighed is certain. */
export function Chance({ pair }: { readonly pair: Pick<Duplicate, 'probability'> }) {
  const { t } = useWords('web-who');
  const { probability } = pair;
  if (probability === null) return <Soft>{t('withheld')}</Soft>;
  if (probability > 0.999)
    return (
      <bdi dir="ltr">
        &gt; <Percent value={99.9} />
      </bdi>
    );
  if (probability < 0.001)
    return (
      <bdi dir="ltr">
        &lt; <Percent value={0.1} />
      </bdi>
    );
  return <Percent value={100 * probability} />;
}

const tones: Readonly<Record<Duplicate['state'], Tone>> = {
  open: 'busy',
  same: 'good',
  different: 'info',
  withdrawn: 'quiet',
};

export function PairState({ state }: { readonly state: Duplicate['state'] }) {
  useWords('registers');
  const { t } = useWords('web-who');
  return <State tone={tones[state]}>{t(`registers:duplicates.states.${state}`)}</State>;
}

/** A record as a link: who it names, in which register, at which body. */
export function RecordLink({ record }: { readonly record: GoldenRecordRef }) {
  const { t, say } = useWords('web-who');
  return (
    <>
      <To to={paths.record(record.register, record.record)}>
        <UserText>{record.label ?? t('unnamed')}</UserText>
      </To>{' '}
      <Soft>
        {say(record.registerNames)} · {say(record.body.names)}
      </Soft>
    </>
  );
}
