export { EvolutionMensageiro } from './evolution/evolution-mensageiro.ts';
export type { OpcoesEvolution } from './evolution/evolution-http.ts';
export { parseMensagemArmazenada, parseWebhook } from './webhook/parse-webhook.ts';
