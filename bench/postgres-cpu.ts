/** What a server of the bench's own has taken of the processors. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const TICKS = 100;

/** Seconds of CPU that the server of this folder and its backends have taken, by /proc. */
export function cpuOfPostgres(dataDir: string): number {
  const [postmaster = ''] = readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n');
  let ticks = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (pid !== postmaster && fields[1] !== postmaster) continue;
      ticks += Number(fields[11]) + Number(fields[12]);
      // Those of backends that have ended are the postmaster's.
      if (pid === postmaster) ticks += Number(fields[13]) + Number(fields[14]);
    } catch {
      // it ended meanwhile
    }
  }
  return ticks / TICKS;
}
