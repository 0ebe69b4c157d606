import { apiClientEnv, runtimeEnv, type Loaded } from '@julia/config';

/** No database and no Redis here: all the scheduler can do is ask the api. */
export const Env = { ...runtimeEnv(8002), ...apiClientEnv };
export type Config = Loaded<typeof Env>;
