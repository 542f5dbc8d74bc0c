/** Asked as everywhere: `web/ui/may.ts`. */
export { useMay, type May } from '../ui/may.ts';
