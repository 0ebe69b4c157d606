import { comBanco, preset } from '../../jest.preset.mjs';

export default preset('database', comBanco());
