import { schedulerEnv, type Loaded } from '@julia/config';

/** No database and no Redis here: all the scheduler can do is ask the api. */
export const Env = schedulerEnv;
export type Config = Loaded<typeof Env>;
