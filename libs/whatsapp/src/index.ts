export { EvolutionMensageiro } from './evolution/evolution-mensageiro.ts';
export type { OpcoesEvolution } from './evolution/evolution-http.ts';
export { parseWebhook } from './webhook/parse-webhook.ts';
