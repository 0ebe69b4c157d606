import { describe, expect, it } from '@jest/globals';
import { paraIsoLocal } from './calendario.ts';
import { normalizar } from './normalizar.ts';
import { quandoNoTexto } from './quando.ts';

/** A Sunday. */
const agora = { dia: '2026-11-22', minuto: 14 * 60 };

describe('when a doctor wants to be called', () => {
  it.each([
    ['me chama amanhã 10h', '2026-11-23T10:00'],
    ['me chama amanhã às 10:30', '2026-11-23T10:30'],
    ['me chama amanhã de manhã', '2026-11-23T09:00'],
    ['fala comigo amanhã à tarde', '2026-11-23T14:00'],
    ['me chama hoje à noite', '2026-11-22T19:00'],
    ['me liga segunda', '2026-11-23T10:00'],
    ['me liga segunda às 15h', '2026-11-23T15:00'],
    ['me procura quinta-feira', '2026-11-26T10:00'],
    ['me chama daqui 2 horas', '2026-11-22T16:00'],
    ['me chama daqui a 30 minutos', '2026-11-22T14:30'],
    ['me chama em meia hora', '2026-11-22T14:30'],
    ['me chama daqui 3 dias', '2026-11-25T10:00'],
    ['tô em cirurgia, me chama depois das 19h', '2026-11-22T19:00'],
    ['me chama às 9h', '2026-11-23T09:00'],
    ['me chama às 3 da tarde', '2026-11-22T15:00'],
    ['me chama semana que vem', '2026-11-23T10:00'],
    ['me chama dia 30 às 11h', '2026-11-30T11:00'],
    ['me chama 05/12 às 8h', '2026-12-05T08:00'],
    ['me chama mais tarde', '2026-11-22T17:00'],
    ['me chama amanhã meio-dia', '2026-11-23T12:00'],
  ])('understands "%s"', (texto, esperado) => {
    const quando = quandoNoTexto(normalizar(texto), agora);
    expect(quando && paraIsoLocal(quando)).toBe(esperado);
  });

  it('finds no time where none is named', () => {
    expect(quandoNoTexto('me chama depois', agora)).toBeNull();
  });
});
