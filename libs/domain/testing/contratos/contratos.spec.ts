import { randomUUID } from 'node:crypto';
import { describe } from '@jest/globals';
import { umTurno, umaVaga } from '../builders.ts';
import { MemoriaChamadasLlm } from '../memoria-chamadas-llm.ts';
import { MemoriaExecucoes } from '../memoria-execucoes.ts';
import { MemoriaLembretes } from '../memoria-lembretes.ts';
import { MemoriaVagas } from '../memoria-vagas.ts';
import { RelogioParado } from '../relogio-parado.ts';
import {
  contratoDeChamadasLlm,
  contratoDeExecucoes,
  contratoDeLembretes,
  contratoDeVagas,
} from './index.ts';

const umTurnoNovo = async () => umTurno({ conversaId: randomUUID(), turnoId: randomUUID() });

describe('MemoriaExecucoes', () => {
  contratoDeExecucoes(async () => {
    const relogio = new RelogioParado();
    return {
      execucoes: new MemoriaExecucoes(relogio),
      avancar: async (ms) => relogio.avancar(ms),
    };
  });
});

describe('MemoriaLembretes', () => {
  contratoDeLembretes(async () => {
    const relogio = new RelogioParado();
    const lembretes = new MemoriaLembretes(relogio);
    return {
      lembretes,
      turno: umTurnoNovo,
      optout: async ({ conversaId }) => void lembretes.semConsentimento.add(conversaId),
      agora: async () => relogio.agora(),
    };
  });
});

describe('MemoriaVagas', () => {
  contratoDeVagas(async (horarios) => {
    const relogio = new RelogioParado();
    const daquiA = (horas: number) => new Date(relogio.agora().getTime() + horas * 3_600_000);
    const vagas = horarios.map(({ emHoras, horas }, i) =>
      umaVaga({ handle: `V${i + 1}`, inicio: daquiA(emHoras), fim: daquiA(emHoras + horas) }),
    );
    return { vagas: new MemoriaVagas(vagas, relogio), turno: umTurnoNovo };
  });
});

describe('MemoriaChamadasLlm', () => {
  contratoDeChamadasLlm(async () => new MemoriaChamadasLlm());
});
