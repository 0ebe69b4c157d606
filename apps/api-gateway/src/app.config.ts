import {
  apiTokenEnv,
  drenagemEnv,
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
  ...drenagemEnv,
};
export type Config = Loaded<typeof Env>;
