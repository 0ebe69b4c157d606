export * from './builders.ts';
export { MemoriaExecucoes } from './memoria-execucoes.ts';
export { MemoriaPublisher, type Publicado } from './memoria-publisher.ts';
export { MemoriaTurnos } from './memoria-turnos.ts';
export { RelogioParado } from './relogio-parado.ts';
export { RoteiroAgente } from './roteiro-agente.ts';
export { RoteiroEnvios } from './roteiro-envios.ts';
export { RoteiroMensageiro } from './roteiro-mensageiro.ts';
