/** A form before it goes out: what somebody already holds, why, by which rule, and the same file without it. */
import { Button, Select } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { listAuthorities } from '../../../src/registers/authority/authorities-contract.ts';
import { checkForm, mendForm } from '../../../src/registers/radar/radar-contract.ts';
import type { Answer } from '../../../src/platform/http/endpoint.ts';
import { askRaw, newKey, saveFile, useCommand, useEndpoint } from '../../api.ts';
import { useWords } from '../../i18n.ts';
import { paths } from '../../paths.ts';
import { StatCard } from '../../ui/cards.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Cards, Page, Panel, Row, Stack } from '../../ui/page.tsx';
import { Loading } from '../../ui/states.tsx';
import { Num } from '../../ui/values.tsx';
import { Tag } from '../../ui/verdict.tsx';
import { OnceTabs } from './once-tabs.tsx';
import { RadarFields } from './radar-fields.tsx';
import { RadarForms } from './radar-forms.tsx';
import { RadarFindings } from './radar-lists.tsx';
import { RadarTry } from './radar-try.tsx';

type Report = Answer<typeof checkForm>;
type Form = Report['forms'][number];

const ENDINGS = '.xlsx,.xls,.ods,.csv,.tsv,.txt,.sql,.json,.yaml,.yml,.zip';

interface Sent {
  readonly files: readonly File[];
  readonly collects: string;
}

/** One file is the body; several are the parts of a form, whose boundary the browser chooses. */
async function inputOf({ files, collects }: Sent) {
  const [only] = files;
  const query = {
    ...(collects && { collects }),
    ...(files.length === 1 && only && { fileName: only.name.slice(0, 200) }),
  };
  if (files.length === 1 && only) return { query, upload: { content: only, type: 'application/octet-stream' } };
  const form = new FormData();
  for (const file of files) form.append('files', file, file.name);
  const whole = new Response(form);
  const type = whole.headers.get('content-type') ?? 'multipart/form-data';
  return { query, upload: { content: await whole.blob(), type } };
}

export function RadarPage() {
  const { t } = useWords('web-once');
  const [sent, setSent] = useState<Sent>({ files: [], collects: '' });
  const check = useCommand(checkForm);
  const run = (next: Sent) => {
    setSent(next);
    if (next.files.length > 0) void inputOf(next).then((input) => check.mutate(input));
  };
  return (
    <Page title={t('title')} lead={t('radar.lead')}>
      <OnceTabs current={paths.radar()} />
      <Collects value={sent.collects} onChange={(collects) => run({ ...sent, collects })} />
      <FileDrop
        label={t('radar.drop')}
        hint={t('radar.hint')}
        accept={ENDINGS}
        file={sent.files[0]}
        onFile={() => undefined}
        onFiles={(files) => run({ ...sent, files })}
      />
      <RadarTry onForms={(files, collects) => run({ files, collects })} />
      <ProblemNotice error={check.error} />
      {check.isPending && <Loading shape="table" />}
      {!check.isPending && check.data && <Shown report={check.data} sent={sent} />}
    </Page>
  );
}

function Collects({ value, onChange }: { readonly value: string; readonly onChange: (register: string) => void }) {
  const { t, say } = useWords('web-once');
  const map = useEndpoint(listAuthorities, { query: {} });
  const registers = (map.data?.sources ?? []).map((one) => ({ value: one.name, label: say(one.names) }));
  return (
    <Row>
      <Select
        label={t('radar.collects')}
        w={320}
        clearable
        clearButtonProps={{ 'aria-label': t('web:action.clear') }}
        placeholder={t('radar.collectsAny')}
        value={value || null}
        onChange={(register) => onChange(register ?? '')}
        data={registers}
      />
    </Row>
  );
}

function Shown({ report, sent }: { readonly report: Report; readonly sent: Sent }) {
  const { t } = useWords('web-once');
  const { counts, forms, findings } = report;
  const one = (form: Form) => <OneForm key={form.form} form={form} report={report} sent={sent} />;
  return (
    <>
      {findings.length > 0 && <RadarFindings findings={findings} />}
      {counts.asked > 0 && (
        <Cards min={180}>
          <StatCard label={t('radar.before')} value={<Num value={counts.asked} />} />
          <StatCard
            label={t('radar.after')}
            value={<Num value={counts.after} />}
            tone="good"
            note={t('radar.less', { number: counts.asked - counts.after })}
          />
          <StatCard label={t('radar.held')} value={<Num value={counts.held + counts.derivable} />} />
          <StatCard label={t('radar.score')} value={<Num value={counts.score} />} note={t('radar.scoreNote')} />
        </Cards>
      )}
      {forms.length > 1 ? <RadarForms report={report} one={one} /> : forms.map(one)}
    </>
  );
}

interface OneFormProps {
  readonly form: Form;
  readonly report: Report;
  readonly sent: Sent;
}

function OneForm({ form, report, sent }: OneFormProps) {
  const { t, say } = useWords('web-once');
  const citation = form.fields.find((one) => one.drop && one.target?.citation)?.target?.citation ?? report.citation;
  return (
    <>
      <Panel title={report.forms.length > 1 ? form.form : t('radar.dropTitle')}>
        <Stack>
          {form.drop.length === 0 ? (
            <p>{t('radar.dropNone')}</p>
          ) : (
            <Row>
              {form.drop.map((name, i) => (
                <Tag key={`${name}-${String(i)}`}>
                  <bdi data-dropped>{name}</bdi>
                </Tag>
              ))}
            </Row>
          )}
          {citation && form.drop.length > 0 && <p>{t('radar.cited', { citation: say(citation) })}</p>}
          {form.key && <p>{t('radar.key', { name: form.key })}</p>}
          {form.keyMissing && (
            <Notice tone="warn">{t('radar.keyMissing', { name: say(form.keyMissing.names) })}</Notice>
          )}
          {sent.files.length === 1 && form.drop.length > 0 && <Mend sent={sent} />}
        </Stack>
      </Panel>
      <RadarFields form={form} />
    </>
  );
}

const MENDABLE = /\.(xlsx|csv|tsv|txt)$/i;

function Mend({ sent }: { readonly sent: Sent }) {
  const { t } = useWords('web-once');
  const [file] = sent.files;
  const mend = useMutation({
    mutationFn: async (given: File) => {
      const answer = await askRaw(mendForm, { ...(await inputOf(sent)), idempotencyKey: newKey() });
      await saveFile(answer, given.name.replace(/(\.\w+)$/, '-mended$1'));
    },
  });
  if (!file || !MENDABLE.test(file.name)) return null;
  return (
    <Row>
      <Button
        leftSection={<IconDownload size={18} aria-hidden />}
        loading={mend.isPending}
        onClick={() => mend.mutate(file)}
      >
        {t('radar.mended')}
      </Button>
      <span>{t('radar.mendedNote')}</span>
      <ProblemNotice error={mend.error} />
    </Row>
  );
}
