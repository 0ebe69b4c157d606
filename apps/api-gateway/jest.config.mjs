import { comBanco, preset } from '../../jest.preset.mjs';

export default preset('api', comBanco());
