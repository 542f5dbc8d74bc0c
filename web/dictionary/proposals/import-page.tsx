/** Files of the field's formats, seen as one proposal before it is made: what they hold, what is wrong with them, where. */
import { Group, Select, TextInput, Textarea } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { importFormats, importProposal } from '../../../src/dictionary/proposals/proposal-release-contract.ts';
import type { Answer } from '../../../src/platform/http/endpoint.ts';
import { useCommand } from '../../api.ts';
import { paths } from '../../paths.ts';
import { useMay } from '../../ui/may.ts';
import { OffButton } from '../../ui/off-button.tsx';
import { StatCard } from '../../ui/cards.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Cards, Page, Panel, Row, Stack } from '../../ui/page.tsx';
import { Loading } from '../../ui/states.tsx';
import { Steps } from '../../ui/steps.tsx';
import { addressParts } from '../../ui/to.tsx';
import { Code, Num } from '../../ui/values.tsx';
import { useSession } from '../../session.tsx';
import { useDictionaryWords } from '../attribute-words.tsx';
import { ImportFindings } from './import-findings.tsx';
import { endings, guessFormat, type Format } from './import-formats.ts';
import { refreshes } from './proposal-words.tsx';

type Read = Answer<typeof importProposal>;

interface Asked {
  readonly files: readonly File[];
  readonly format: Format;
  readonly language: string;
  readonly as: string;
}

/** One file is the body; several are the parts of a form, whose boundary the browser chooses. */
async function uploadOf(files: readonly File[]) {
  const [only] = files;
  if (files.length === 1 && only) return { content: only, type: 'application/octet-stream' };
  const form = new FormData();
  for (const file of files) form.append('files', file, file.name);
  const whole = new Response(form);
  return { content: await whole.blob(), type: whole.headers.get('content-type') ?? 'multipart/form-data' };
}

async function inputOf({ files, format, language, as }: Asked, more: object) {
  const [only] = files;
  return {
    query: {
      format,
      ...(language && { language }),
      ...(as && { as }),
      ...(files.length === 1 && only && { name: only.name.slice(0, 200) }),
      ...more,
    },
    upload: await uploadOf(files),
  };
}

export function ImportPage() {
  const { t } = useDictionaryWords();
  const [asked, setAsked] = useState<Asked>({ files: [], format: 'artery', language: '', as: '' });
  const may = useMay(importProposal.permission);
  const look = useCommand(importProposal);
  const run = (next: Asked) => {
    setAsked(next);
    if (next.files.length === 0) return;
    void inputOf(next, { dryRun: true }).then((input) => look.mutate(input));
  };
  const step = look.data ? 2 : asked.files.length > 0 ? 1 : 0;
  return (
    <Page
      title={t('import.title')}
      lead={t('import.lead')}
      crumbs={[
        { label: t('web:menu.dictionary'), to: paths.dictionary() },
        { label: t('web:menu.proposals'), to: paths.proposals() },
      ]}
    >
      <Steps
        current={step}
        steps={(['files', 'look', 'make'] as const).map((one) => ({ label: t(`import.steps.${one}`) }))}
      />
      {may.reason && <Notice>{may.reason}</Notice>}
      <Choices asked={asked} onChange={run} />
      <FileDrop
        label={t('import.drop')}
        hint={t('import.hint')}
        accept={endings}
        disabled={!may.allowed}
        file={asked.files[0]}
        onFile={() => undefined}
        onFiles={(files) => run({ ...asked, files, format: guessFormat(files) ?? asked.format })}
      />
      {asked.files.length > 1 && <p>{t('import.files', { count: asked.files.length })}</p>}
      <ProblemNotice error={look.error} />
      {look.isPending && <Loading shape="card" />}
      {!look.isPending && look.data && <Seen read={look.data} asked={asked} />}
    </Page>
  );
}

interface ChoicesProps {
  readonly asked: Asked;
  readonly onChange: (asked: Asked) => void;
}

function Choices({ asked, onChange }: ChoicesProps) {
  const { t } = useDictionaryWords();
  const { languages } = useSession().session;
  const [as, setAs] = useState(asked.as);
  return (
    <Row>
      <Select
        label={t('import.format')}
        w={290}
        value={asked.format}
        onChange={(format) => onChange({ ...asked, format: format as Format })}
        data={importFormats.map((value) => ({ value, label: t(`import.formats.${value}`) }))}
      />
      <Select
        label={t('import.language')}
        w={220}
        clearable
        clearButtonProps={{ 'aria-label': t('web:action.clear') }}
        value={asked.language || null}
        onChange={(language) => onChange({ ...asked, language: language ?? '' })}
        data={languages.map((value) => ({ value, label: t(`web:language.${value}`, { defaultValue: value }) }))}
      />
      <TextInput
        label={t('import.as')}
        dir="ltr"
        maxLength={63}
        value={as}
        onChange={(event) => setAs(event.currentTarget.value)}
        onBlur={() => as !== asked.as && onChange({ ...asked, as })}
      />
    </Row>
  );
}

const shown = ['elements', 'entities', 'codeLists', 'same', 'unresolved'] as const;
/** What is not there takes no card. */
const shownOf = (counts: Read['counts']) => shown.filter((name) => counts[name] > 0);

function Seen({ read, asked }: { readonly read: Read; readonly asked: Asked }) {
  const { t } = useDictionaryWords();
  const { counts, findings, hash } = read;
  const found = counts.errors + counts.warnings + counts.notes;
  return (
    <>
      <Notice
        live
        tone={counts.errors > 0 ? 'warn' : 'info'}
        title={t(counts.errors > 0 ? 'import.errors' : 'import.seen')}
      >
        {t('import.nothingYet')} <Code soft>{hash.slice(0, 16)}</Code>
      </Notice>
      <Cards min={180}>
        {shownOf(counts).map((name) => (
          <StatCard
            key={name}
            label={t(`import.counts.${name}`)}
            value={<Num value={counts[name]} />}
            {...(name === 'unresolved' && counts.unresolved > 0 ? { tone: 'warn' as const } : {})}
          />
        ))}
        <StatCard
          label={t('import.counts.findings')}
          value={<Num value={found} />}
          note={t('import.counts.bySeverity', { ...counts })}
          {...(counts.errors > 0 ? { tone: 'bad' as const } : {})}
        />
      </Cards>
      {counts.errors === 0 && <Make asked={asked} counts={counts} />}
      {findings.length > 0 && <ImportFindings findings={findings} total={found} />}
    </>
  );
}

interface MakeProps {
  readonly asked: Asked;
  readonly counts: Read['counts'];
}

/** What was seen becomes a draft, under a name and with a reason. */
function Make({ asked, counts }: MakeProps) {
  const { t } = useDictionaryWords();
  const navigate = useNavigate();
  const [title, setTitle] = useState(t('import.titleOf', { name: asked.files[0]?.name ?? '' }));
  const [reason, setReason] = useState('');
  const [same, setSame] = useState(false);
  const make = useCommand(importProposal, {
    refreshes,
    onDone: ({ proposal }) => {
      if (proposal === null) setSame(true);
      else void navigate(addressParts(paths.proposal(proposal)));
    },
  });
  const changes = counts.elements + counts.entities + counts.codeLists - counts.same;
  if (changes <= 0 || same) return <Notice tone="good" title={t('import.same')} />;
  const ready = title.trim() !== '' && reason.trim() !== '';
  const send = () =>
    void inputOf(asked, { title: title.trim(), reason: reason.trim() }).then((input) => make.mutate(input));
  return (
    <Panel title={t('import.steps.make')}>
      <Stack>
        <TextInput
          label={t('proposals.title')}
          required
          maxLength={300}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Textarea
          label={t('proposals.reason')}
          required
          autosize
          minRows={2}
          maxLength={2000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <ProblemNotice error={make.error} />
        <Group justify="flex-end">
          <OffButton
            may={{ allowed: ready, reason: ready ? undefined : t('import.reasonMissing') }}
            loading={make.isPending}
            onClick={send}
          >
            {t('import.make', { count: changes })}
          </OffButton>
        </Group>
      </Stack>
    </Panel>
  );
}
