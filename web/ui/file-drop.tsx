/** Where a file is let go. The whole field is a real file input: mouse, keyboard and screen reader open the same one. */
import { IconFileSpreadsheet, IconUpload } from '@tabler/icons-react';
import { useId, useState, type DragEvent } from 'react';
import { useWords } from '../i18n.ts';
import { formatNumber } from './format.ts';
import styles from './file-drop.module.css';

interface FileDropProps {
  readonly label: string;
  /** What may be let go here, in words: "Excel or CSV, up to 200 MB". */
  readonly hint: string;
  /** As the file input takes it: `.xlsx,.csv`. */
  readonly accept: string;
  readonly onFile: (file: File) => void;
  /** Several at once, all of them: the first is not told apart. */
  readonly onFiles?: (files: readonly File[]) => void;
  readonly file?: File | undefined;
  readonly disabled?: boolean;
  /** Bytes; a larger file is refused here already. */
  readonly limit?: number;
}

const endsWell = (name: string, accept: string) =>
  accept.split(',').some((ending) => name.toLowerCase().endsWith(ending.trim().toLowerCase()));

export function FileDrop({ label, hint, accept, onFile, onFiles, file, disabled = false, limit }: FileDropProps) {
  const { t, language } = useWords();
  const id = useId();
  const [over, setOver] = useState(false);
  const [refused, setRefused] = useState('');

  const take = (given: File | undefined) => {
    if (!given) return;
    const wrongKind = !endsWell(given.name, accept) && t('web:file.wrongKind', { name: given.name, accept });
    const tooLarge = limit !== undefined && given.size > limit && t('web:file.tooLarge', { size: megabytes(limit) });
    setRefused(wrongKind || tooLarge || '');
    if (!wrongKind && !tooLarge) onFile(given);
  };
  const takeAll = (list: FileList | null) => {
    const given = [...(list ?? [])];
    if (!onFiles) return take(given[0]);
    const wrong = given.find((one) => !endsWell(one.name, accept));
    setRefused(wrong ? t('web:file.wrongKind', { name: wrong.name, accept }) : '');
    if (!wrong && given.length > 0) onFiles(given);
  };
  const megabytes = (bytes: number) => formatNumber(Math.max(bytes / 1_048_576, 0.01), language);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (!disabled) takeAll(event.dataTransfer.files);
  };

  const Icon = file ? IconFileSpreadsheet : IconUpload;
  return (
    <div>
      <label
        className={styles.drop}
        data-over={over}
        data-disabled={disabled}
        htmlFor={id}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <input
          id={id}
          className="visually-hidden"
          type="file"
          accept={accept}
          disabled={disabled}
          multiple={onFiles !== undefined}
          aria-describedby={`${id}-hint`}
          onChange={(event) => {
            takeAll(event.target.files);
            event.target.value = '';
          }}
        />
        <Icon size={36} stroke={1.4} aria-hidden />
        <span className={styles.label}>{file ? <bdi>{file.name}</bdi> : label}</span>
        <span className={styles.hint} id={`${id}-hint`}>
          {file ? t('web:file.size', { size: megabytes(file.size) }) : hint}
        </span>
        <span className={styles.button}>{file ? t('web:file.other') : t('web:file.choose')}</span>
      </label>
      {refused && (
        <p className={styles.refused} role="alert">
          {refused}
        </p>
      )}
    </div>
  );
}
