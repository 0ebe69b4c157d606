export { bind, implement, type Token } from './bind.ts';
export { contextoAtual, withContext } from './context.ts';
export { createApp, type AppOptions } from './create-app.ts';
export { respostaPadrao } from './error.filter.ts';
export { fatosDoErro, semDadosPessoais } from './error-facts.ts';
export {
  Saude,
  type EstadoDependencia,
  type Prontidao,
  type RespostaDependencia,
  type Verificacao,
} from './health.ts';
export { Identidade } from './health.controller.ts';
export { Metricas } from './metrics.ts';
export { aguardarDependencia } from './wait-for.ts';
export { serve, type ServeConfig, type ServeOptions } from './serve.ts';
