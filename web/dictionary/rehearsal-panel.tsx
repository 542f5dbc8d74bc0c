/** A newer dictionary held against this node before anybody takes it: who is touched, which rows fail, what is done. */
import { askDecisions } from '../../src/governance/contract.ts';
import { rehearseRelease, type RegisterEffectView, type RehearsalView } from '../../src/records/contract.ts';
import { useState } from 'react';
import { useCommand, useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { FactList } from '../ui/fact-list.tsx';
import { FileDrop } from '../ui/file-drop.tsx';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { Panel } from '../ui/page.tsx';
import { EmptyState, Loading } from '../ui/states.tsx';
import { Code, Num } from '../ui/values.tsx';
import { Tag } from '../ui/verdict.tsx';
import { ChangeList } from './change-list.tsx';

const TYPE = 'application/octet-stream';
const LIMIT = 128 * 1024 * 1024;

/** Shown to those who may rehearse; nothing is changed by it. */
export function RehearsalPanel() {
  const { t } = useWords();
  const asked = useEndpoint(askDecisions, { body: [{ permission: rehearseRelease.permission }] });
  const [file, setFile] = useState<File>();
  const rehearsal = useCommand(rehearseRelease);
  if (asked.data?.[0]?.allowed !== true) return null;
  const look = (given: File) => {
    setFile(given);
    rehearsal.mutate({ upload: { content: given, type: TYPE } });
  };
  return (
    <Panel title={t('web:rehearsal.title')} note={t('web:rehearsal.note')}>
      <FileDrop
        label={t('web:rehearsal.drop')}
        hint={t('web:rehearsal.hint')}
        accept=".json"
        file={file}
        onFile={look}
        limit={LIMIT}
      />
      <ProblemNotice error={rehearsal.error} />
      {rehearsal.isPending && <Loading shape="card" />}
      {!rehearsal.isPending && rehearsal.data && <RehearsalResult answer={rehearsal.data} />}
    </Panel>
  );
}

interface ResultProps {
  readonly answer: RehearsalView;
  /** Whether the changes stand here too: a proposal lists them on its own page. */
  readonly changes?: boolean;
}

export function RehearsalResult({ answer, changes: listed = true }: ResultProps) {
  const { t, say } = useWords('cli');
  const { from, changes, renames, registers, affected, possible, overlayClashes = [] } = answer;
  return (
    <>
      <Notice
        live
        tone={possible ? 'good' : 'warn'}
        title={t(`web:rehearsal.${possible ? 'possible' : 'impossible'}`)}
      />
      {listed && (
        <ChangeList
          label={t('web:release.changes')}
          beforeHead={t('web:dictionary.release', { number: from })}
          afterHead={t('web:rehearsal.proposed')}
          changes={changes}
          renames={renames}
        />
      )}
      {registers.map((effect) => (
        <Effect key={effect.register} effect={effect} />
      ))}
      {overlayClashes.length > 0 && <OverlayClashes clashes={overlayClashes} />}
      <Panel title={t('web:rehearsal.affected')}>
        {affected.length === 0 ? (
          <EmptyState title={t('web:rehearsal.nobody')} />
        ) : (
          <FactList
            facts={affected.map(({ kind, subject, label, owner, elements }) => [
              <span key="who">
                <Tag>{t(`cli:uses.${kind}`, { defaultValue: kind })}</Tag> {say(label)} <Code>{subject}</Code>
              </span>,
              <span key="owner">
                {owner && <div>{t('web:rehearsal.answers', { body: say(owner.names) })}</div>}
                {t('web:rehearsal.elements', { count: elements.length })}
              </span>,
            ])}
          />
        )}
      </Panel>
    </>
  );
}

/** What this node says on top and could not stand on it: it comes all the same. */
function OverlayClashes({ clashes }: { readonly clashes: NonNullable<RehearsalView['overlayClashes']> }) {
  const { t } = useWords('overlay');
  return (
    <Panel title={t('overlay:title')}>
      <FactList
        facts={clashes.map(({ kind, key, said, remedy }) => [
          <span key="entry">
            <Tag>{t(`overlay:kinds.${kind}`)}</Tag> <Code>{key}</Code>
          </span>,
          <span key="clash">
            <div>{said}</div>
            <div>{remedy}</div>
          </span>,
        ])}
      />
    </Panel>
  );
}

function Effect({ effect }: { readonly effect: RegisterEffectView }) {
  const { t, say } = useWords();
  const { names, rows, steps, fields, failing, recodes } = effect;
  return (
    <Panel title={say(names)} note={t('web:rehearsal.rows', { count: rows })}>
      <FactList
        facts={[
          ...steps.map(
            (step, place) =>
              [
                t('web:rehearsal.step', { number: place + 1 }),
                <span key="step">
                  {step.words} {!step.online && <Tag tone="warn">{t('web:rehearsal.waits')}</Tag>}
                </span>,
              ] as const,
          ),
          ...fields.map(
            ({ field, touched }) =>
              [<Code key="field">{field}</Code>, t('web:rehearsal.touched', { count: touched })] as const,
          ),
          ...recodes.map(
            (one) =>
              [
                <Code key="field">{one.field}</Code>,
                <span key="rows">
                  {t('web:rehearsal.recodes', { count: one.rows, list: one.list })}
                  {one.kept.map(({ code, said }) => (
                    <div key={code}>{said}</div>
                  ))}
                </span>,
              ] as const,
          ),
          ...failing.map(
            (one) =>
              [
                <span key="rule">
                  <Code>{one.rule}</Code> {one.blocks && <Tag tone="bad">{t('web:rehearsal.blocks')}</Tag>}
                </span>,
                <span key="rows">
                  <Num value={one.fails} /> {t('web:rehearsal.today', { count: one.before })}
                  {one.records.slice(0, 5).map((record) => (
                    <div key={record}>
                      <Code>{record}</Code>
                    </div>
                  ))}
                </span>,
              ] as const,
          ),
        ]}
      />
    </Panel>
  );
}
