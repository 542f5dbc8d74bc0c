/** A text with the words marked that its other edition does not have. */
import type { Piece } from './word-diff.ts';
import styles from './marked-text.module.css';

/** A mere space between two marked words is marked with them. */
function joinGaps(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  pieces.forEach(({ text, differs }, i) => {
    const gap = !differs && text.trim() === '' && pieces[i - 1]?.differs === true && pieces[i + 1]?.differs === true;
    const last = joined.at(-1);
    if (last && last.differs === (differs || gap)) joined[joined.length - 1] = { ...last, text: last.text + text };
    else joined.push({ text, differs: differs || gap });
  });
  return joined;
}

export function MarkedText({ pieces, as }: { readonly pieces: readonly Piece[]; readonly as: 'before' | 'after' }) {
  const Mark = as === 'before' ? 'del' : 'ins';
  return (
    <span className={styles.text}>
      {joinGaps(pieces).map(({ text, differs }, i) =>
        differs && text.trim() !== '' ? (
          <Mark key={i} className={as === 'before' ? styles.gone : styles.come}>
            {text}
          </Mark>
        ) : (
          text
        ),
      )}
    </span>
  );
}
