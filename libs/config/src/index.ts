export { lerExemplo, type VariavelDoExemplo } from './env-example.ts';
export {
  ambientes,
  anthropicEnv,
  apiClientEnv,
  apiTokenEnv,
  drenagemEnv,
  evolutionEnv,
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
  type Ambiente,
} from './env.ts';
export {
  ambienteDoProcesso,
  carregarOuSair,
  ConfigError,
  loadConfig,
  type EnvShape,
  type Loaded,
  type LoadOptions,
} from './load-config.ts';
export { enderecoDoRedis } from './redis-address.ts';
export { apiEnv, schedulerEnv, workerEnv } from './servicos.ts';
export { ambienteEmVigor, conferir, type Conferencia } from './conferencia/conferir.ts';
export { chatwootEnv, slackEnv } from './conferencia/vizinhos.ts';
export { type Achado, type Grupo } from './conferencia/achado.ts';
