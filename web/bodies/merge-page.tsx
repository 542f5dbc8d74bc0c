/** Merging bodies in three steps: choose, see what it touches, confirm with the name typed. Nothing is written before. */
import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { mergeBodies, planMerge, type MergePlan } from '../../src/bodies/contract.ts';
import { useCommand } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { formatDay, formatList, today } from '../ui/format.ts';
import { useView } from '../ui/hooks.ts';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { Page, Row, Stack } from '../ui/page.tsx';
import { Steps } from '../ui/steps.tsx';
import { MergeChoice, type Founding } from './merge-choice.tsx';
import { MergeConfirm } from './merge-confirm.tsx';
import { MergeLines, Obstacles } from './merge-lines.tsx';

export function MergeBodiesPage() {
  const { t } = useWords('bodies');
  const [view, show] = useView({ from: '', into: '', on: today(new Date()) });
  const [founding, setFounding] = useState<Founding>();
  const [step, setStep] = useState(0);
  const plan = useCommand(planMerge, { onDone: () => setStep(1) });
  const from = view.from.split(',').filter(Boolean);
  const wish = { from, into: founding ?? view.into, day: view.on };
  const isReady = from.length > 0 && (founding ? founding.code !== '' : view.into !== '') && view.on !== '';
  const steps = ['choose', 'impact', 'confirm'].map((name) => ({ label: t(`merge.page.${name}`) }));
  return (
    <Page
      title={t('merge.page.title')}
      lead={t('merge.page.lead')}
      crumbs={[
        { label: t('web:menu.bodies'), to: paths.bodies() },
        { label: t('merge.page.merges'), to: paths.merges() },
      ]}
    >
      <Steps steps={steps} current={step} onOpen={setStep} />
      {step === 0 && (
        <MergeChoice
          from={from}
          into={view.into}
          day={view.on}
          founding={founding}
          onChange={(change) => show(change)}
          onFound={setFounding}
        >
          <ProblemNotice error={plan.error} />
          <Row>
            <Button disabled={!isReady} loading={plan.isPending} onClick={() => plan.mutate({ body: wish })}>
              {t('merge.page.look')}
            </Button>
          </Row>
        </MergeChoice>
      )}
      {step === 1 && plan.data && <Impact plan={plan.data} onBack={() => setStep(0)} onNext={() => setStep(2)} />}
      {step === 2 && plan.data && <Last plan={plan.data} wish={wish} onAgain={() => plan.mutate({ body: wish })} />}
    </Page>
  );
}

interface ImpactProps {
  readonly plan: MergePlan;
  readonly onBack: () => void;
  readonly onNext: () => void;
}

function Impact({ plan, onBack, onNext }: ImpactProps) {
  const { t } = useWords('bodies');
  const sentence = useSentence(plan);
  return (
    <Stack>
      <Notice tone="info" title={sentence}>
        {t('merge.page.dry')}
      </Notice>
      <Obstacles obstacles={plan.obstacles} />
      <MergeLines lines={plan.lines} title={t('merge.page.touches')} />
      <Row end>
        <Button variant="default" onClick={onBack}>
          {t('merge.page.back')}
        </Button>
        <Button disabled={plan.blocked || plan.day > today(new Date())} onClick={onNext}>
          {t('merge.page.next')}
        </Button>
      </Row>
    </Stack>
  );
}

/** Who becomes part of whom, and when. */
export function useSentence({ from, into, day }: Pick<MergePlan, 'from' | 'into' | 'day'>): string {
  const { t, say, language } = useWords('bodies');
  const names = formatList(
    from.map((body) => say(body.names)),
    language,
  );
  return t('merge.page.sentence', { from: names, into: say(into.names), day: formatDay(day) });
}

interface LastProps {
  readonly plan: MergePlan;
  readonly wish: { readonly from: string[]; readonly into: string | Founding; readonly day: string };
  readonly onAgain: () => void;
}

function Last({ plan, wish, onAgain }: LastProps) {
  const navigate = useNavigate();
  const merge = useCommand(mergeBodies, {
    refreshes: ['bodies', 'governance', 'work', 'strategy', 'registers', 'records'],
    onDone: ({ id }) => void navigate({ to: paths.merge(id) }),
  });
  return (
    <MergeConfirm
      plan={plan}
      busy={merge.isPending}
      error={merge.error}
      onAgain={onAgain}
      onDo={(decision, reason) =>
        merge.mutate({ body: { ...wish, decision, hash: plan.hash, ...(reason !== '' && { reason }) } })
      }
    />
  );
}
