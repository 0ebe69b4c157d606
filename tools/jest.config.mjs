import { comBanco, preset } from '../jest.preset.mjs';

export default preset('tools', comBanco());
