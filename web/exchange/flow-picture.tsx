/** The live flow drawn: nodes as boxes in the rows of their tree, an arrow for what goes from one to the other. */
import { useCallback, useMemo } from 'react';
import type { Flow, FlowPage } from '../../src/exchange/nodes/nodes-contract.ts';
import { paths } from '../paths.ts';
import { To } from '../ui/to.tsx';
import { Num, Soft } from '../ui/values.tsx';
import { BOX, drawFlows, MOST_NODES, type Arrow } from './flow-layout.ts';
import { flowTones } from './flow-tones.ts';
import styles from './flow-picture.module.css';
import { useNodeName, useNodeWords } from './nodes-words.tsx';

export function FlowPicture({ page }: { readonly page: FlowPage }) {
  const { t } = useNodeWords();
  const nameOf = useNodeName();
  const said = useRegisterName();
  const { width, height, boxes, arrows, left } = useMemo(() => drawFlows(page, said), [page, said]);
  const about = t('flow.pictureWords', { count: page.flows.length, nodes: boxes.length });
  return (
    <figure className={styles.figure}>
      <div className={styles.scroll} role="group" aria-label={`${t('flow.picture')}. ${about}`}>
        {/* Places are pixels from the left in every language. */}
        <div className={styles.canvas} dir="ltr" style={{ width, height }}>
          <svg width={width} height={height} aria-hidden>
            {arrows.map((arrow) => (
              <g key={arrow.key} className={styles.arrow} data-tone={flowTones[arrow.state]} data-moves={arrow.moves}>
                <path d={arrow.path} />
                <polygon points={arrow.head} />
              </g>
            ))}
          </svg>
          {boxes.map(({ node, x, y }) => (
            <To
              key={node.name}
              to={paths.node(node.name)}
              className={styles.box}
              style={{ left: x, top: y, width: BOX.width, height: BOX.height }}
              data-own={node.name === page.own}
              data-silent={node.name !== page.own && isSilent(node.heardAt, page.now)}
            >
              <bdi>{nameOf(node)}</bdi>
            </To>
          ))}
          {arrows.map((arrow) => (
            <Label key={arrow.key} arrow={arrow} />
          ))}
        </div>
      </div>
      <figcaption className={styles.caption}>
        <span className={styles.sample} aria-hidden /> <Soft>{t('flow.moved')}</Soft>
        <span className={styles.silent} aria-hidden /> <Soft>{t('flow.silent')}</Soft>
        {left > 0 && <Soft> · {t('flow.many', { most: MOST_NODES })}</Soft>}
      </figcaption>
    </figure>
  );
}

/** As the map of nodes has it: a minute. */
const SILENT_MS = 60_000;
const isSilent = (heardAt: string | null, now: string) =>
  heardAt === null || Date.parse(now) - Date.parse(heardAt) > SILENT_MS;

/** What goes along an arrow, and its number in the table, which says it to those who do not see it. */
function Label({ arrow: { flows, state, middle, number, words, short } }: { readonly arrow: Arrow }) {
  const behind = flows.reduce((sum, { lag }) => sum + (lag ?? 0), 0);
  return (
    <span
      className={styles.label}
      data-tone={flowTones[state]}
      data-short={short}
      style={{ left: middle.x, top: middle.y }}
      title={words}
      aria-hidden
    >
      <span className={styles.number}>
        <Num value={number} />
      </span>
      {!short && <bdi>{words}</bdi>}
      {!short && flows.length > 1 && <span>+{flows.length - 1}</span>}
      {behind > 0 && (
        <span>
          · <Num value={behind} />
        </span>
      )}
    </span>
  );
}

function useRegisterName(): (flow: Flow) => string {
  const { say } = useNodeWords();
  return useCallback(
    ({ register, agreement }: Flow) => (register ? (register.names ? say(register.names) : register.name) : agreement),
    [say],
  );
}
