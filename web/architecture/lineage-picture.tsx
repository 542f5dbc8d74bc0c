/** One system with its neighbours, one step each way: a node for each flow, a line to the middle. */
import type { Inventory } from '../../src/architecture/contract.ts';
import { paths } from '../paths.ts';
import { To } from '../ui/to.tsx';
import { useArchitectureWords, type Flow, type System } from './architecture-words.tsx';
import styles from './architecture.module.css';

// As in architecture.module.css: height of a node and the distance between two.
const NODE = 82;
const GAP = 12;
const heightOf = (count: number) => Math.max(count * NODE + (count - 1) * GAP, NODE);

interface PictureProps {
  readonly inventory: Inventory;
  readonly system: System;
}

export function LineagePicture({ inventory, system }: PictureProps) {
  const { t, say } = useArchitectureWords();
  const incoming = inventory.flows.filter(({ to, fromSystem }) => to === system.code && fromSystem !== system.code);
  const outgoing = inventory.flows.filter(({ to, fromSystem }) => fromSystem === system.code && to !== system.code);
  const nameOf = (code: string) => say(inventory.systems.find((one) => one.code === code)?.names ?? code);
  return (
    <div className={styles.scroller} role="group" aria-label={t('picture', { system: say(system.names) })} tabIndex={0}>
      <div className={styles.picture}>
        <Side flows={incoming} placeOf={({ fromSystem }) => fromSystem} nameOf={nameOf} none={t('noneIn')} />
        <Wires flows={incoming} towards="middle" />
        <div className={styles.self}>{say(system.names)}</div>
        <Wires flows={outgoing} towards="side" />
        <Side flows={outgoing} placeOf={({ to }) => to} nameOf={nameOf} none={t('noneOut')} />
      </div>
    </div>
  );
}

interface SideProps {
  readonly flows: readonly Flow[];
  readonly placeOf: (flow: Flow) => string;
  readonly nameOf: (code: string) => string;
  readonly none: string;
}

function Side({ flows, placeOf, nameOf, none }: SideProps) {
  const { t, say } = useArchitectureWords();
  if (flows.length === 0) return <div className={styles.none}>{none}</div>;
  return (
    <div className={styles.side}>
      {flows.map((flow) => (
        <div key={flow.code} className={styles.node} data-tone={flow.breaks.length > 0 ? 'bad' : 'good'}>
          <To to={paths.system(placeOf(flow))} className={styles.nodeName}>
            {nameOf(placeOf(flow))}
          </To>
          <span className={`${styles.soft} ${styles.nodeName}`} title={say(flow.names)}>
            {say(flow.names)}
          </span>
          <span className={styles.soft}>
            {t(`architecture:modes.${flow.mode}`, { defaultValue: flow.mode })} ·{' '}
            {flow.breaks.length === 0 ? t('conforms') : t('breaksCount', { count: flow.breaks.length })}
          </span>
        </div>
      ))}
    </div>
  );
}

/** Lines from each node to the middle, or from the middle to each node; turned round where one reads from the right. */
function Wires({ flows, towards }: { readonly flows: readonly Flow[]; readonly towards: 'middle' | 'side' }) {
  if (flows.length === 0) return <span />;
  const height = heightOf(flows.length);
  const middle = height / 2;
  return (
    <svg className={`${styles.wires} flip-in-rtl`} viewBox={`0 0 90 ${height}`} height={height} aria-hidden>
      {flows.map((flow, i) => {
        const at = i * (NODE + GAP) + NODE / 2;
        const [from, to] = towards === 'middle' ? [at, middle] : [middle, at];
        return (
          <g key={flow.code}>
            <path
              d={`M 0 ${from} C 45 ${from}, 45 ${to}, 84 ${to}`}
              data-tone={flow.breaks.length > 0 ? 'bad' : 'good'}
            />
            <path d={`M 78 ${to - 5} L 86 ${to} L 78 ${to + 5}`} data-tone="arrow" />
          </g>
        );
      })}
    </svg>
  );
}
