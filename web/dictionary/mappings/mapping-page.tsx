/** The workbench of one mapping: what its source fields are in the dictionary, tried on sample rows while one edits. */
import { IconDeviceFloppy } from '@tabler/icons-react';
import { exportMapping, getEntity, getMapping, type MappingView } from '../../../src/dictionary/contract.ts';
import { fileAddress, useEndpoint } from '../../api.ts';
import { useWords } from '../../i18n.ts';
import { paths } from '../../paths.ts';
import { useMay, type May } from '../../ui/may.ts';
import { useAddressPart } from '../../ui/hooks.ts';
import { LoadedPage } from '../../ui/loaded-page.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Loaded } from '../../ui/states.tsx';
import { Code } from '../../ui/values.tsx';
import { ExportMenu } from '../export-menu.tsx';
import { EntityLink } from '../words.tsx';
import { unfinishedIn } from './mapping-draft.ts';
import { MappingFigures } from './mapping-figures.tsx';
import { MappingNotices } from './mapping-notices.tsx';
import { LevelWord, OwnerLink, SystemLink } from './mapping-words.tsx';
import { ReadFieldsButton } from './read-fields.tsx';
import { ReasonButton } from './reason-button.tsx';
import { TrialPanel } from './trial-panel.tsx';
import { useMappingDraft, type MappingDraft } from './use-mapping-draft.ts';
import { useIsNarrow } from './use-narrow.ts';
import { useTrial } from './use-trial.ts';
import { Workbench } from './workbench.tsx';

const formats = ['yaml', 'csv', 'sssom'] as const;

export function MappingPage() {
  const { t } = useWords('web-mapping');
  const mapping = useAddressPart('mapping');
  const view = useEndpoint(getMapping, { params: { mapping } });
  const crumbs = [
    { label: t('web:menu.dictionary'), to: paths.dictionary() },
    { label: t('title'), to: paths.mappings() },
  ];
  return (
    <LoadedPage query={view} title={t('about', { code: mapping })} crumbs={crumbs}>
      {(answer) => <Known key={mapping} view={answer} crumbs={crumbs} />}
    </LoadedPage>
  );
}

interface KnownProps {
  readonly view: MappingView;
  readonly crumbs: readonly { readonly label: string; readonly to: string }[];
}

function Known({ view, crumbs }: KnownProps) {
  const { say } = useWords('web-mapping');
  const draft = useMappingDraft(view);
  const trial = useTrial(draft.draft);
  const may = useMay('dictionary.map', view.mapping.body);
  const isNarrow = useIsNarrow();
  const isEditable = may.allowed && !isNarrow;
  const { code, names, system, body, entity } = view.mapping;
  const page = useEndpoint(getEntity, { params: { entity }, query: {} });
  return (
    <Page
      title={say(names)}
      crumbs={crumbs}
      mark={<LevelWord framed level={view.maturity.level} />}
      lead={
        <>
          <Code soft>{code}</Code> · <SystemLink system={system} /> · <OwnerLink body={body} /> ·{' '}
          <EntityLink entity={entity} />
        </>
      }
      actions={
        <>
          <ExportMenu
            files={formats.map((format) => ({
              format,
              href: fileAddress(exportMapping, { params: { mapping: code, format } }),
            }))}
          />
          {isEditable && <ReadFieldsButton mapping={draft.draft} onChange={draft.change} />}
          {!isNarrow && <SaveButton draft={draft} may={may} />}
        </>
      }
    >
      <MappingNotices view={view} draft={draft} may={may} isNarrow={isNarrow} />
      <ProblemNotice error={draft.error} />
      <MappingFigures view={view} coverage={trial.answer?.coverage ?? view.coverage} />
      <Loaded query={page} shape="table">
        {({ fields }) => (
          <>
            <Workbench view={view} draft={draft} trial={trial} fields={fields} isEditable={isEditable} />
            <TrialPanel view={view} draft={draft} trial={trial} fields={fields} may={may} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function SaveButton({ draft, may }: { readonly draft: MappingDraft; readonly may: May }) {
  const { t } = useWords('web-mapping');
  const reason =
    may.reason ?? (!draft.isDirty ? t('nothingChanged') : unfinishedIn(draft.draft) ? t('unfinished') : undefined);
  return (
    <ReasonButton
      icon={<IconDeviceFloppy size={17} />}
      busy={draft.isSaving}
      allowed={may.allowed}
      reason={reason}
      onAct={draft.save}
    >
      {t('save')}
    </ReasonButton>
  );
}
