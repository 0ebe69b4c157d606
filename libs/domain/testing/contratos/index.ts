export { contratoDeChamadasLlm } from './contrato-chamadas-llm.ts';
export { contratoDeExecucoes, type PalcoExecucoes } from './contrato-execucoes.ts';
export { contratoDeLembretes, type PalcoLembretes } from './contrato-lembretes.ts';
export { contratoDeVagas, type HorarioDeVaga, type PalcoVagas } from './contrato-vagas.ts';
