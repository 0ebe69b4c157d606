import {
  apiTokenEnv,
  redisEnv,
  runtimeEnv,
  staticEnv,
  supabaseEnv,
  webhookEnv,
  type Loaded,
} from '@julia/config';

export const Env = {
  ...runtimeEnv(8000),
  ...redisEnv,
  ...supabaseEnv,
  ...webhookEnv,
  ...apiTokenEnv,
  ...staticEnv,
};
export type Config = Loaded<typeof Env>;
