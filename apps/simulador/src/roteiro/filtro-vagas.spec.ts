import { describe, expect, it } from '@jest/globals';
import { filtroDoTexto } from './filtro-vagas.ts';
import { normalizar } from './normalizar.ts';

/** A Tuesday. */
const hoje = '2026-11-24';

describe('the search behind a question', () => {
  it.each([
    [
      'oi, tem plantão de anestesia essa semana?',
      { especialidade: 'anestesiologia', de: '2026-11-24', ate: '2026-11-29' },
    ],
    [
      'bom dia! algum plantão noturno em Campinas semana que vem?',
      { regiao: 'Campinas', periodo: 'noturno', de: '2026-11-30', ate: '2026-12-06' },
    ],
    ['tem vaga amanhã à noite?', { periodo: 'noturno', de: '2026-11-25', ate: '2026-11-25' }],
    ['tem algo no fim de semana?', { de: '2026-11-28', ate: '2026-11-29' }],
    ['plantão sábado acima de 2.000?', { valor_minimo: 2000, de: '2026-11-28', ate: '2026-11-28' }],
    [
      'vaga de uti pagando pelo menos 3 mil',
      { especialidade: 'medicina intensiva', valor_minimo: 3000 },
    ],
    ['tem plantão dia 5?', { de: '2026-12-05', ate: '2026-12-05' }],
    ['tem plantão mês que vem?', { de: '2026-12-01', ate: '2026-12-31' }],
    ['boa noite, tem plantão?', {}],
  ])('reads "%s"', (texto, esperado) => {
    expect(filtroDoTexto(normalizar(texto), hoje)).toEqual(esperado);
  });

  it('takes "essa semana" on a weekend as the coming days', () => {
    expect(filtroDoTexto('plantao essa semana', '2026-11-28')).toEqual({
      de: '2026-11-28',
      ate: '2026-12-05',
    });
  });
});
