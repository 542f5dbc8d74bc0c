/** The kit on one page, in every state, for those who build pages. Not part of what is shipped. */
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Board } from '../ui/board.tsx';
import { KpiCard, StatCard } from '../ui/cards.tsx';
import { Chart } from '../ui/chart.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { DayInput } from '../ui/day-input.tsx';
import { DecisionCard } from '../ui/decision-card.tsx';
import { DiffView } from '../ui/diff-view.tsx';
import { FileDrop } from '../ui/file-drop.tsx';
import { FieldGrid, FieldRow, KnownValue } from '../ui/form.tsx';
import { Notice } from '../ui/notice.tsx';
import { Cards, Page, Panel, Row } from '../ui/page.tsx';
import { useProgress } from '../ui/progress-tray.tsx';
import { EmptyState, Loading } from '../ui/states.tsx';
import { Steps } from '../ui/steps.tsx';
import { Timeline } from '../ui/timeline.tsx';
import { Code, Num, Percent } from '../ui/values.tsx';
import { State, Tag, Verdict, type Tone } from '../ui/verdict.tsx';

const tones: readonly Tone[] = ['good', 'warn', 'bad', 'unsure', 'quiet', 'busy', 'paused', 'info'];

interface Line {
  readonly id: number;
  readonly name: string;
  readonly amount: number;
}
const lines: readonly Line[] = Array.from({ length: 10_000 }, (_, i) => ({
  id: i,
  name: `Row ${i}`,
  amount: (i * 7919) % 1000,
}));
const columns: readonly Column<Line>[] = [
  { id: 'id', head: 'Id', width: 90, align: 'end', sortBy: ({ id }) => id, cell: ({ id }) => <Num value={id} /> },
  { id: 'name', head: 'Name', width: 240, grow: true, sortBy: ({ name }) => name, cell: ({ name }) => name },
  {
    id: 'amount',
    head: 'Amount',
    width: 140,
    align: 'end',
    sortBy: ({ amount }) => amount,
    cell: ({ amount }) => <Num value={amount} />,
  },
];

export function GalleryPage() {
  return (
    <Page title="Kit" lead="Every part of web/ui in its states.">
      <Panel title="Verdict, State, Tag">
        <Row>
          {tones.map((tone) => (
            <Verdict key={tone} tone={tone}>
              {tone}
            </Verdict>
          ))}
        </Row>
        <Row>
          {tones.map((tone) => (
            <State key={tone} tone={tone}>
              {tone}
            </State>
          ))}
          {tones.map((tone) => (
            <Tag key={tone} tone={tone}>
              {tone}
            </Tag>
          ))}
        </Row>
      </Panel>
      <Figures />
      <Steps
        steps={[
          { label: 'File', note: 'list.xlsx' },
          { label: 'Columns', note: '12 of 14' },
          { label: 'Check', note: '20 rows' },
          { label: 'Store' },
        ]}
        current={2}
        onOpen={() => undefined}
      />
      <Panel title="DataTable, ten thousand rows" flush>
        <DataTable
          id="gallery"
          label="Gallery"
          columns={columns}
          rows={lines}
          rowKey={({ id }) => String(id)}
          bulk={(chosen) => <Button size="compact-sm">Act on {chosen.length}</Button>}
        />
      </Panel>
      <Explanations />
      <Inputs />
      <Panel title="Chart">
        <Chart
          label="Share verified by month"
          categories={['06', '07', '08', '09', '10', '11']}
          series={[{ name: 'Verified', kind: 'bar', values: [78, 80.5, 81.2, 83, 84.4, 86] }]}
          percent
          line={{ value: 90, label: 'Q4 90 %' }}
        />
      </Panel>
      <Panel title="Empty, Loading">
        <EmptyState title="Nothing here yet" action={<Button>Begin</Button>}>
          What this place is for, and what to do first.
        </EmptyState>
        <Loading />
      </Panel>
    </Page>
  );
}

function Figures() {
  return (
    <>
      <KpiCard
        size="hero"
        title="Members with a verified personal ID"
        value={<Percent value={86} />}
        verdict={{ tone: 'unsure', word: 'Not enough basis' }}
        completeness="2 of 4 communes have reported"
        band={{ value: 86, low: 59.5, high: 90.3, milestone: 90 }}
        bandWords="Certainly between 59.5 and 90.3 %"
        milestone="Milestone Q4: 90.0 %"
        reason="1,069 records of 2 bodies that have not reported."
        to="/"
      />
      <Cards>
        <StatCard label="Ready to store" value={<Num value={600} />} tone="good" />
        <StatCard label="Rows to review" value={<Num value={20} />} tone="warn" note="kind by kind" />
        <StatCard label="Refused" value={<Num value={2} />} tone="bad" to="/audit" />
        <StatCard label="Registers used by others" value="3/6" note="50 %" />
      </Cards>
    </>
  );
}

function Explanations() {
  return (
    <>
      <Notice tone="warn" title="Breaking change" action={<Button variant="default">See who is affected</Button>}>
        3 APIs, 12 bodies and 5 forms must be adjusted.
      </Notice>
      <DecisionCard
        decision={{
          allowed: false,
          rule: 'governance/own-body-scope',
          facts: { you: 'Commune A', asked: 'Ward B' },
          remedy: 'agreement',
          words: {
            reason: 'Only data within the scope of your own body.',
            remedy: 'A sharing agreement.',
            whoCanChange: 'The data manager',
          },
        }}
      />
      <Panel title="DiffView">
        <DiffView
          label="Differences"
          beforeHead="1.0"
          afterHead="1.1"
          differences={[
            { name: 'Definition', before: 'Where somebody lives.', after: 'Where somebody lives and is registered.' },
            { name: 'District', before: <Code>district</Code> },
            { name: 'Validity', after: 'from, to' },
            { name: 'Owner', before: 'Ministry', after: 'Ministry', kind: 'same' },
          ]}
        />
      </Panel>
      <Panel title="Timeline">
        <Timeline
          label="Activity"
          events={[
            { id: 1, title: 'Sent for review', by: 'Data office', at: '22/11/2026' },
            { id: 2, title: 'Checked', by: 'Node', at: '21/11/2026', tone: 'good', detail: 'No findings' },
          ]}
        />
      </Panel>
      <Board
        label="Tasks"
        itemKey={(name) => name}
        lanes={[
          { id: 'late', label: 'Overdue', tone: 'bad', items: ['NV-11', 'NV-12'] },
          { id: 'now', label: 'Running', tone: 'busy', items: ['NV-08'] },
          { id: 'done', label: 'Done', tone: 'good', items: [] },
        ]}
      >
        {(name) => <Code>{name}</Code>}
      </Board>
    </>
  );
}

function Inputs() {
  const [file, setFile] = useState<File>();
  const [day, setDay] = useState('2026-11-22');
  const { show } = useProgress();
  return (
    <>
      <FileDrop
        label="Let the file go here"
        hint="Excel or CSV, up to 200 MB"
        accept=".xlsx,.csv"
        onFile={setFile}
        file={file}
      />
      <Panel title="Form kit">
        <FieldGrid>
          <FieldRow
            label="Full name"
            source={{ register: 'Population register', asOf: '02/07/2025' }}
            onWrong={() => undefined}
          >
            <KnownValue>Nguyen Van A</KnownValue>
          </FieldRow>
          <FieldRow label="Phone" htmlFor="phone" required help="With or without +84">
            <TextInput id="phone" aria-describedby="phone-help" />
          </FieldRow>
          <DayInput label="Day" value={day} onChange={setDay} />
        </FieldGrid>
      </Panel>
      <Row>
        <Confirm title="Undo the load?" words="15 records go." act="Undo the load" danger onAct={async () => undefined}>
          {(open) => (
            <Button variant="default" onClick={open}>
              Confirm
            </Button>
          )}
        </Confirm>
        <Button
          variant="default"
          onClick={() => show({ id: 'demo', label: 'Load list.xlsx', state: 'running', share: 0.4 })}
        >
          ProgressTray
        </Button>
      </Row>
    </>
  );
}
