export { AnthropicAgente, type OpcoesAgente, type PortasAgente } from './anthropic-agente.ts';
export type { JanelaDeEnvio } from './ferramentas/ferramenta.ts';
