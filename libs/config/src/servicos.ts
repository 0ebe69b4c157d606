import {
  anthropicEnv,
  apiClientEnv,
  apiTokenEnv,
  drenagemEnv,
  evolutionEnv,
  jobsTokenEnv,
  limitesEnv,
  migracaoEnv,
  personaEnv,
  redisEnv,
  ritmoEnv,
  runtimeEnv,
  staticEnv,
  supabaseEnv,
  textosEnv,
  webhookEnv,
} from './env.ts';

/** What each service reads. Here and not in the apps, because `check-env` judges all of them at once. */
export const apiEnv = {
  ...runtimeEnv(8000),
  ...redisEnv,
  ...supabaseEnv,
  ...webhookEnv,
  ...apiTokenEnv,
  ...jobsTokenEnv,
  ...staticEnv,
  ...drenagemEnv,
};

export const workerEnv = {
  ...runtimeEnv(8001),
  ...redisEnv,
  ...supabaseEnv,
  ...anthropicEnv,
  ...evolutionEnv,
  ...personaEnv,
  ...limitesEnv,
  ...textosEnv,
  ...ritmoEnv,
};

/** No database and no Redis here: all the scheduler can do is ask the api. */
export const schedulerEnv = { ...runtimeEnv(8002), ...apiClientEnv };

export const migracoesEnv = { ...migracaoEnv, ...supabaseEnv };
