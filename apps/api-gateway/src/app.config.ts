import { apiEnv, type Loaded } from '@julia/config';

export const Env = apiEnv;
export type Config = Loaded<typeof Env>;
