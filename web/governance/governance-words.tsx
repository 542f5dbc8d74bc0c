/** Words of governance: states of agreements, labels, the tabs of its pages. */
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { Notice } from '../ui/notice.tsx';
import { GroupedTabs, type TabGroup } from '../ui/grouped-tabs.tsx';
import { To } from '../ui/to.tsx';
import { State, Verdict, type Tone } from '../ui/verdict.tsx';

export function GovernanceTabs({ current }: { readonly current: string }) {
  const { t } = useWords();
  const { t: d } = useWords('web-duties');
  const { t: l } = useWords('web-labels');
  const { t: p } = useWords('web-privacy');
  const { t: s } = useWords('web-subjects');
  const { t: c } = useWords('web-lifecycle');
  const groups: readonly TabGroup[] = [
    {
      label: t('web:governance.groups.duties'),
      tabs: [
        { label: t('web:governance.owners'), to: paths.governance() },
        { label: d('web-duties:matrixTab'), to: paths.matrix() },
        { label: d('web-duties:gapsTab'), to: paths.gaps() },
      ],
    },
    {
      label: t('web:governance.groups.sharing'),
      tabs: [
        { label: t('web:governance.agreements'), to: paths.agreements() },
        { label: t('web:governance.requests'), to: paths.requests() },
      ],
    },
    {
      label: t('web:governance.groups.privacy'),
      tabs: [
        { label: p('web-privacy:purposesTab'), to: paths.purposes() },
        { label: p('web-privacy:guard.tab'), to: paths.privacy() },
        { label: s('web-subjects:tab'), to: paths.subjectRequests() },
        { label: s('web-subjects:consents.tab'), to: paths.consents() },
      ],
    },
    {
      label: t('web:governance.groups.labels'),
      tabs: [
        { label: l('web-labels:tab'), to: paths.labels() },
        { label: l('web-labels:marksTab'), to: paths.marks() },
      ],
    },
    { label: c('web-lifecycle:tab'), tabs: [{ label: c('web-lifecycle:tab'), to: paths.lifecycle() }] },
    { label: t('web:governance.why'), tabs: [{ label: t('web:governance.why'), to: paths.why() }] },
  ];
  return <GroupedTabs label={t('web:menu.governance')} current={current} groups={groups} />;
}

const tones: Readonly<Record<string, Tone>> = {
  active: 'good',
  published: 'good',
  granted: 'good',
  suspended: 'paused',
  revoked: 'bad',
  refused: 'bad',
  expired: 'warn',
  draft: 'quiet',
  'not-begun': 'quiet',
  'security-awaited': 'busy',
  'security-lapsed': 'warn',
  deciding: 'busy',
  'asked-back': 'warn',
  appealed: 'warn',
  withdrawn: 'quiet',
};

export function StateWord({ state }: { readonly state: string }) {
  const { t } = useWords('governance');
  return <State tone={tones[state] ?? 'quiet'}>{t(`governance:states.${state}`)}</State>;
}

export function StateMark({ state }: { readonly state: string }) {
  const { t } = useWords('governance');
  return <Verdict tone={tones[state] ?? 'quiet'}>{t(`governance:states.${state}`)}</Verdict>;
}

/** Where a request stands. */
export function StageWord({ stage }: { readonly stage: string }) {
  const { t } = useWords('governance');
  return <State tone={tones[stage] ?? 'quiet'}>{t(`governance:request.stages.${stage}`)}</State>;
}

export function StageMark({ stage }: { readonly stage: string }) {
  const { t } = useWords('governance');
  return <Verdict tone={tones[stage] ?? 'quiet'}>{t(`governance:request.stages.${stage}`)}</Verdict>;
}

/** Whose decision it is, where that is another node's: here it is read. */
export function DecidedAt({ node }: { readonly node: string }) {
  const { t } = useWords();
  return (
    <Notice>
      {t('web:governance.decidedAt')} <To to={paths.node(node)}>{node}</To>
    </Notice>
  );
}
