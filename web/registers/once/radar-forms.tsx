/** Several forms at once: who asks the most of what is held, from the bodies to their forms to one form's fields. */
import { Button } from '@mantine/core';
import { useCallback, useMemo, useState, type ReactNode } from 'react';
import type { checkForm } from '../../../src/registers/radar/radar-contract.ts';
import type { Answer } from '../../../src/platform/http/endpoint.ts';
import { useWords } from '../../i18n.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Panel, Row } from '../../ui/page.tsx';
import { Num } from '../../ui/values.tsx';

type Report = Answer<typeof checkForm>;
type Form = Report['forms'][number];
type BodyLine = Report['bodies'][number];
type Counts = Report['counts'];

interface RadarFormsProps {
  readonly report: Report;
  /** What is shown of one form. */
  readonly one: (form: Form) => ReactNode;
}

const ANY = undefined;

export function RadarForms({ report, one }: RadarFormsProps) {
  const { t, say } = useWords('web-once');
  const [body, setBody] = useState<string | undefined>(ANY);
  const [chosen, setChosen] = useState<string | undefined>(ANY);
  const { forms, bodies } = report;
  const own = useMemo(
    () =>
      forms
        .filter((form) => body === ANY || (form.body ?? '') === body)
        .toSorted((a, b) => heldOf(b.counts) - heldOf(a.counts)),
    [forms, body],
  );
  const form = own.find((each) => each.form === chosen);
  const nameOf = useCallback(
    ({ body: code, names }: BodyLine) => (names ? say(names) : code || t('radar.nobody')),
    [say, t],
  );
  const openBody = useCallback((code: string) => {
    setBody(code);
    setChosen(ANY);
  }, []);
  const line = bodies.find((each) => each.body === body);
  return (
    <>
      {bodies.length > 1 && <Bodies bodies={bodies} nameOf={nameOf} onBody={openBody} />}
      <Panel flush title={line ? t('radar.formsOf', { name: nameOf(line) }) : t('radar.forms')}>
        <FormTable forms={own} onForm={setChosen} />
      </Panel>
      {line && (
        <Row>
          <Button variant="subtle" onClick={() => setBody(ANY)}>
            {t('radar.allForms')}
          </Button>
        </Row>
      )}
      {form && one(form)}
    </>
  );
}

const heldOf = ({ held, derivable }: Counts) => held + derivable;

/** What is asked, what of it is held, what is left, and the score: of a form as of a body. */
function useFigures<T extends { readonly counts: Counts }>(): readonly Column<T>[] {
  const { t } = useWords('web-once');
  return useMemo(() => {
    const figure = (id: string, head: string, of: (counts: Counts) => number): Column<T> => ({
      id,
      head,
      width: 150,
      align: 'end',
      sortBy: ({ counts }) => of(counts),
      cell: ({ counts }) => <Num value={of(counts)} />,
    });
    return [
      figure('held', t('radar.held'), heldOf),
      figure('before', t('radar.before'), ({ asked }) => asked),
      figure('after', t('radar.after'), ({ after }) => after),
      figure('score', t('radar.score'), ({ score }) => score),
    ];
  }, [t]);
}

interface BodiesProps {
  readonly bodies: readonly BodyLine[];
  readonly nameOf: (line: BodyLine) => string;
  readonly onBody: (body: string) => void;
}

function Bodies({ bodies, nameOf, onBody }: BodiesProps) {
  const { t } = useWords('web-once');
  const figures = useFigures<BodyLine>();
  const columns = useMemo<readonly Column<BodyLine>[]>(
    () => [
      {
        id: 'body',
        head: t('radar.body'),
        width: 260,
        grow: true,
        wrap: true,
        cell: (line) => <Choice onClick={() => onBody(line.body)}>{nameOf(line)}</Choice>,
      },
      { id: 'forms', head: t('radar.forms'), width: 110, align: 'end', cell: ({ forms }) => <Num value={forms} /> },
      ...figures,
    ],
    [t, figures, nameOf, onBody],
  );
  return (
    <Panel flush title={t('radar.bodies')}>
      <DataTable
        id="registers.radarBodies"
        label={t('radar.bodies')}
        columns={columns}
        rows={bodies}
        rowKey={({ body }) => body}
        total={bodies.length}
      />
    </Panel>
  );
}

interface FormTableProps {
  readonly forms: readonly Form[];
  readonly onForm: (form: string) => void;
}

function FormTable({ forms, onForm }: FormTableProps) {
  const { t } = useWords('web-once');
  const figures = useFigures<Form>();
  const columns = useMemo<readonly Column<Form>[]>(
    () => [
      {
        id: 'form',
        head: t('radar.form'),
        width: 320,
        grow: true,
        wrap: true,
        cell: ({ form }) => <Choice onClick={() => onForm(form)}>{form}</Choice>,
      },
      ...figures,
    ],
    [t, figures, onForm],
  );
  return (
    <DataTable
      id="registers.radarForms"
      label={t('radar.forms')}
      columns={columns}
      rows={forms}
      rowKey={({ form }) => form}
      total={forms.length}
    />
  );
}

/** A name that opens what lies behind it. */
function Choice({ onClick, children }: { readonly onClick: () => void; readonly children: string }) {
  return (
    <Button
      variant="subtle"
      size="compact-md"
      onClick={onClick}
      styles={{ root: { height: 'auto' }, label: { whiteSpace: 'normal', textAlign: 'start' } }}
    >
      <bdi>{children}</bdi>
    </Button>
  );
}
