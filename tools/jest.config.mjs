import { comBanco, preset } from '../jest.preset.mjs';

// forceExit: a stage that could not be dismantled must fail its specs, not hold up the run.
export default preset('tools', { ...comBanco(), forceExit: true });
