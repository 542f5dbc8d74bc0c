/** DuckDB, as thin as can be: statements in, rows out, and how long each kind of step took. */
import type { DuckDBConnection } from '@duckdb/node-api';

/** One statement of a plan, under the name by which its time is told. */
export interface Step {
  readonly name: string;
  readonly statement: string;
}

export interface EngineOptions {
  /** A file that outlives the run; in memory when absent. */
  readonly file?: string | undefined;
  /** Default 2. */
  readonly threads?: number | undefined;
  /** Of DuckDB's own; default 1100 MB. What does not fit goes to `scratch`. */
  readonly memoryMb?: number | undefined;
  /** Folder for what does not fit into memory. */
  readonly scratch?: string | undefined;
}

export interface Engine extends AsyncDisposable {
  run(statement: string): Promise<void>;
  steps(steps: readonly Step[]): Promise<void>;
  rows<Row>(statement: string): Promise<Row[]>;
  /** A statement with `$1` … that is asked again and again. */
  prepare(statement: string): Promise<<Row>(values: readonly (string | null)[]) => Promise<Row[]>>;
  /** Numbers of a large answer, by column. */
  columns(statement: string): Promise<Readonly<Record<string, number[]>>>;
  /** Whole numbers into a table of the same columns. */
  append(table: string, columns: readonly (readonly (number | null)[])[]): Promise<void>;
  /** Does what counts as a step of this name. */
  timed<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Milliseconds by name of step, since the engine was opened. */
  readonly times: Map<string, number>;
  /** The same of the processor, all threads of the process together. */
  readonly processor: Map<string, number>;
}

/** Failures of the engine keep their own English text: @throws Error */
export async function openEngine({ file, threads = 2, memoryMb = 1100, scratch }: EngineOptions = {}): Promise<Engine> {
  // Native, and large: only who computes with it waits for it.
  const { DuckDBInstance, DuckDBDataChunk, INTEGER } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(file ?? ':memory:', {
    threads: String(threads),
    memory_limit: `${String(memoryMb)}MB`,
    preserve_insertion_order: 'false',
    ...(scratch !== undefined && { temp_directory: scratch }),
  });
  const connection: DuckDBConnection = await instance.connect();
  const times = new Map<string, number>();
  const processor = new Map<string, number>();
  const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const [start, before] = [performance.now(), process.cpuUsage()];
    const result = await work();
    const { user, system } = process.cpuUsage(before);
    times.set(name, (times.get(name) ?? 0) + performance.now() - start);
    processor.set(name, (processor.get(name) ?? 0) + (user + system) / 1000);
    return result;
  };
  const run = async (statement: string) => void (await connection.run(statement));
  return {
    run,
    timed,
    times,
    processor,
    steps: async (steps) => {
      for (const step of steps) await timed(step.name, () => run(step.statement));
    },
    rows: async <Row>(statement: string) => (await connection.runAndReadAll(statement)).getRowObjectsJS() as Row[],
    prepare: async (statement) => {
      const prepared = await connection.prepare(statement);
      return async <Row>(values: readonly (string | null)[]) => {
        values.forEach((value, i) => {
          if (value === null) prepared.bindNull(i + 1);
          else prepared.bindVarchar(i + 1, value);
        });
        return (await prepared.runAndReadAll()).getRowObjectsJS() as Row[];
      };
    },
    columns: async (statement) =>
      (await connection.runAndReadAll(statement)).getColumnsObjectJS() as Record<string, number[]>,
    append: async (table, columns) => {
      const appender = await connection.createAppender(table);
      const [count, size] = [columns[0]?.length ?? 0, 2048];
      for (let at = 0; at < count; at += size) {
        const chunk = DuckDBDataChunk.create(columns.map(() => INTEGER));
        chunk.setColumns(columns.map((column) => column.slice(at, at + size)));
        appender.appendDataChunk(chunk);
      }
      appender.flushSync();
      appender.closeSync();
    },
    [Symbol.asyncDispose]: () => {
      connection.closeSync();
      instance.closeSync();
      return Promise.resolve();
    },
  };
}
