/** What belongs to quality: scores, defects, coverage. */
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { Tabs } from '../ui/tabs.tsx';

export function QualityTabs({ current }: { readonly current: string }) {
  const { t } = useWords('web-quality');
  const tabs = [
    { label: t('tab.scores'), to: paths.qualityOverview() },
    { label: t('tab.defects'), to: paths.defects() },
    { label: t('tab.rounds'), to: paths.rounds() },
    { label: t('tab.board'), to: paths.scoreboard() },
    { label: t('tab.profile'), to: paths.profileFile() },
  ];
  return <Tabs label={t('tab.label')} tabs={tabs} current={current} />;
}
