import { describe, expect, it } from '@jest/globals';
import {
  conversaId,
  MemoriaPublisher,
  RoteiroTurnos,
  RoteiroMensageiro,
  umTurno,
} from '../../testing/index.ts';
import { Agente, type RespostaAgente } from '../agente/agente.ts';
import { AppError } from '../errors.ts';
import { ResponderConversa } from './responder-conversa.ts';
import type { Turno } from './turnos.ts';

/** Answers only when it is told to stop. */
class AgenteQueEspera extends Agente {
  override responder(_turno: Turno, _texto: string, sinal: AbortSignal): Promise<RespostaAgente> {
    return new Promise((_resolve, reject) => {
      sinal.addEventListener('abort', () => reject(AppError.from(sinal.reason)));
    });
  }
}

/** `quedas`: how many renewals find the database away. */
class TurnosDeUmTurno extends RoteiroTurnos {
  renovacoes = 0;
  private readonly quedas: number;

  constructor(quedas: number) {
    super({ tipo: 'aberto', turno: umTurno() });
    this.quedas = quedas;
  }

  override renovar(): Promise<boolean> {
    this.renovacoes += 1;
    if (this.renovacoes > this.quedas) return super.renovar();
    return Promise.reject(new AppError('transient', 'BANCO_INDISPONIVEL', 'Away'));
  }
}

function executar(turnos: RoteiroTurnos, leaseMs: number) {
  const opcoes = {
    limites: { lidos: 4_000, resumir: 10_000, rejeitar: 50_000 },
    leaseMs,
    renovacaoMs: 1,
  };
  const mensageiro = new RoteiroMensageiro();
  const publisher = new MemoriaPublisher();
  return new ResponderConversa(
    turnos,
    new AgenteQueEspera(),
    mensageiro,
    publisher,
    opcoes,
  ).executar(conversaId);
}

describe('a turn whose lease', () => {
  it('another worker took aborts the model and finishes quietly', async () => {
    const turnos = new TurnosDeUmTurno(0);
    turnos.leaseValido = false;
    expect(await executar(turnos, 10_000)).toMatchObject({ resultado: 'lease_perdido' });
    expect(turnos).toMatchObject({ fechado: null, solto: false });
  });

  it('could not be renewed before its end aborts the model and is tried again', async () => {
    const turnos = new TurnosDeUmTurno(Infinity);
    await expect(executar(turnos, 5)).rejects.toMatchObject({
      kind: 'transient',
      code: 'LEASE_NAO_RENOVADO',
    });
    expect(turnos).toMatchObject({ fechado: null, solto: true });
  });

  it('could not be renewed for a moment goes on', async () => {
    const turnos = new TurnosDeUmTurno(3);
    turnos.leaseValido = false;
    expect(await executar(turnos, 10_000)).toMatchObject({ resultado: 'lease_perdido' });
    expect(turnos.renovacoes).toBeGreaterThan(3);
  });
});
