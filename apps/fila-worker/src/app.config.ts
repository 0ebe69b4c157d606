import {
  anthropicEnv,
  evolutionEnv,
  limitesEnv,
  personaEnv,
  redisEnv,
  ritmoEnv,
  runtimeEnv,
  supabaseEnv,
  textosEnv,
  type Loaded,
} from '@julia/config';

export const Env = {
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
export type Config = Loaded<typeof Env>;
