/** The form kit: a label, a value, where the value comes from. What is already known is text, not a grey box. */
import { IconDatabase, IconPencilQuestion } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useWords } from '../i18n.ts';
import styles from './form.module.css';

export interface Source {
  /** Name of the register the value comes from. */
  readonly register: string;
  /** As of which day, already formatted. */
  readonly asOf?: string | undefined;
}

/** "✓ Population register, 02/07/2025": who answers for the value. */
export function SourceBadge({ register, asOf }: Source) {
  return (
    <span className={styles.source}>
      <IconDatabase size={13} aria-hidden />
      <span>{asOf ? `${register}, ${asOf}` : register}</span>
    </span>
  );
}

interface FieldRowProps {
  readonly label: string;
  /** Id of the control, so that the label belongs to it; without it the row holds text. */
  readonly htmlFor?: string;
  readonly required?: boolean;
  readonly source?: Source | undefined;
  readonly help?: ReactNode;
  readonly error?: ReactNode;
  /** "This is wrong": opens a correction proposal to the body that answers for the value. */
  readonly onWrong?: (() => void) | undefined;
  readonly children: ReactNode;
}

export function FieldRow({ label, htmlFor, required, source, help, error, onWrong, children }: FieldRowProps) {
  const { t } = useWords();
  return (
    <div className={styles.row} data-wrong={Boolean(error)}>
      <div className={styles.head}>
        {htmlFor ? (
          <label className={styles.label} htmlFor={htmlFor}>
            {label}
            {required && <Required />}
          </label>
        ) : (
          <span className={styles.label}>{label}</span>
        )}
        {source && <SourceBadge {...source} />}
        {onWrong && (
          <button type="button" className={styles.wrong} onClick={onWrong}>
            <IconPencilQuestion size={14} aria-hidden />
            {t('web:form.isWrong')}
          </button>
        )}
      </div>
      {children}
      {help && (
        <div className={styles.help} {...(htmlFor ? { id: `${htmlFor}-help` } : {})}>
          {help}
        </div>
      )}
      {error && (
        <div className={styles.error} {...(htmlFor ? { id: `${htmlFor}-error` } : {})}>
          {error}
        </div>
      )}
    </div>
  );
}

function Required() {
  const { t } = useWords();
  return (
    <>
      <span className={styles.star} aria-hidden>
        *
      </span>
      <span className="visually-hidden">{t('web:form.required')}</span>
    </>
  );
}

/** A prefilled value that is not asked again: shown as text, selectable, never as a disabled input. */
export function KnownValue({ children }: { readonly children: ReactNode }) {
  return <div className={styles.known}>{children}</div>;
}

/** Fields side by side where there is room. */
export function FieldGrid({ children }: { readonly children: ReactNode }) {
  return <div className={styles.grid}>{children}</div>;
}

/** A named group of fields. */
export function FieldGroup({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>{title}</legend>
      {children}
    </fieldset>
  );
}

/** Buttons at the end of a form; the main one last. */
export function FormEnd({ children }: { readonly children: ReactNode }) {
  return <div className={styles.end}>{children}</div>;
}
