import { workerEnv, type Loaded } from '@julia/config';

export const Env = workerEnv;
export type Config = Loaded<typeof Env>;
