/** The program behind `artery`. */
import { run } from './run.ts';

// Whoever reads us may stop reading (`artery read … | head`): that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 2));

process.exitCode = await run(process);
